-- One row for each airport and network day, whether anything was flown or not: which rows there are
-- must not depend on the evening either.
WITH grid AS (
  SELECT iata AS airport, explode(sequence(DATE'2001-01-01', DATE'2001-06-30')) AS day FROM zones
),
sides AS (
  SELECT origin AS airport, 'departures' AS side, * FROM route_days
  UNION ALL
  SELECT destination, 'arrivals', * FROM route_days
),
sums AS (
  SELECT
    airport,
    side,
    day,
    sum(landed) AS landed,
    sum(landed_delay) AS landed_delay,
    sum(landed_squares) AS landed_squares,
    sum(landed_late) AS landed_late,
    sum(over) AS over,
    sum(over_delay) AS over_delay,
    sum(over_squares) AS over_squares,
    sum(over_late) AS over_late
  FROM sides
  GROUP BY airport, side, day
),
-- What a day knows: its own flights that have landed, and all of the day before's that have by now.
known AS (
  SELECT
    airport, day, side AS what,
    landed AS n, landed_delay AS delay, landed_squares AS squares, landed_late AS late
  FROM sums
  UNION ALL
  SELECT
    airport, date_add(day, 1), concat(side, ' before'),
    over, over_delay, over_squares, over_late
  FROM sums
),
statistics AS (
  SELECT
    airport,
    day,
    what,
    named_struct(
      'n', CAST(n AS INT),
      'delay', delay / n,
      'spread', sqrt(n * squares - delay * delay) / n,
      'late', late / n) AS of
  FROM known
  WHERE n > 0
),
facts AS (
  SELECT
    airport,
    day,
    any_value(of) FILTER (WHERE what = 'departures') AS departures,
    any_value(of) FILTER (WHERE what = 'arrivals') AS arrivals,
    any_value(of) FILTER (WHERE what = 'departures before') AS departures_before,
    any_value(of) FILTER (WHERE what = 'arrivals before') AS arrivals_before
  FROM statistics
  GROUP BY airport, day
),
ends AS (
  SELECT origin AS airport, day, sum(evening) AS departed, sum(evening_late) AS late
  FROM route_days
  GROUP BY origin, day
),
-- The evenings of the days that models are trained on. Such a day must not find its own evening in
-- what is usual, so it is taken out again.
training AS (
  SELECT airport, sum(departed) AS departed, sum(late) AS late
  FROM ends
  WHERE day BETWEEN DATE'2001-01-01' AND DATE'2001-04-30'
  GROUP BY airport
),
usual AS (
  SELECT
    grid.airport,
    grid.day,
    training.departed - if(inside, coalesce(own.departed, 0), 0) AS departed,
    training.late - if(inside, coalesce(own.late, 0), 0) AS late,
    -- Of fewer than five departures a share says little.
    if(own.departed >= 5, own.late / own.departed, NULL) AS late_share
  FROM (SELECT *, day <= DATE'2001-04-30' AS inside FROM grid) AS grid
  LEFT JOIN training ON training.airport = grid.airport
  LEFT JOIN ends AS own ON own.airport = grid.airport AND own.day = grid.day
)
SELECT
  concat(usual.airport, ' ', usual.day) AS evening,
  usual.airport,
  usual.day,
  latitude,
  longitude,
  usual.late / nullif(usual.departed, 0) AS usual_late,
  coalesce(departures.n, 0) AS departures,
  departures.delay AS departures_delay,
  departures.spread AS departures_spread,
  departures.late AS departures_late,
  coalesce(arrivals.n, 0) AS arrivals,
  arrivals.delay AS arrivals_delay,
  arrivals.spread AS arrivals_spread,
  arrivals.late AS arrivals_late,
  coalesce(departures_before.n, 0) AS departures_before,
  departures_before.delay AS departures_before_delay,
  departures_before.spread AS departures_before_spread,
  departures_before.late AS departures_before_late,
  coalesce(arrivals_before.n, 0) AS arrivals_before,
  arrivals_before.delay AS arrivals_before_delay,
  arrivals_before.spread AS arrivals_before_spread,
  arrivals_before.late AS arrivals_before_late,
  late_share
FROM usual
JOIN airports ON iata = usual.airport
LEFT JOIN facts ON facts.airport = usual.airport AND facts.day = usual.day
