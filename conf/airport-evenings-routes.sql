-- Between which airports a flight departed before 19:00 UTC of the network day, and how many. That
-- it departed is known; whether it will be late only matters once it has landed.
SELECT
  concat(origin, ' ', day) AS source,
  concat(destination, ' ', day) AS target,
  departed
FROM route_days
WHERE departed > 0
