package io.millrace.server.web;

import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lineage of a version as boxes in four columns, from left to right: what it was made from, the
 * run, the versions that the run made, what came of them.
 */
record LineagePicture(int width, int height, List<Box> boxes, List<Line> lines) {
  static final int BOX_WIDTH = 196;
  static final int BOX_HEIGHT = 50;

  private static final int GAP = 18;
  private static final int COLUMN = BOX_WIDTH + 58;
  private static final int MARGIN = 8;
  private static final int COLUMNS = 4;
  private static final int MOST_CHARACTERS = 23;
  private static final int DIGEST_CHARACTERS = 16;
  private static final int MOST_FOLLOWERS = 4;

  /**
   * A box.
   *
   * @param kind class that sets it off
   * @param address where it leads to; empty for nowhere
   */
  record Box(int x, int y, String kind, String title, String text, String address) {
    int right() {
      return x + BOX_WIDTH;
    }

    int middle() {
      return y + BOX_HEIGHT / 2;
    }
  }

  /** An arrow, as an SVG path. */
  record Line(String path, String kind) {}

  private record Item(String kind, String title, String text, String address) {}

  static LineagePicture of(Lineage lineage, List<String> aliases) {
    List<List<Item>> columns =
        List.of(sources(lineage), run(lineage), versions(lineage), outcomes(lineage, aliases));
    int most = columns.stream().mapToInt(List::size).max().orElse(1);
    int height = 2 * MARGIN + most * BOX_HEIGHT + (most - 1) * GAP;
    List<List<Box>> placed = new ArrayList<>();
    for (int column = 0; column < COLUMNS; column++) {
      placed.add(place(columns.get(column), column, height));
    }
    int width = 2 * MARGIN + (COLUMNS - 1) * COLUMN + BOX_WIDTH;
    return new LineagePicture(
        width, height, placed.stream().flatMap(List::stream).toList(), lines(placed));
  }

  private static List<Item> sources(Lineage lineage) {
    List<Item> items = new ArrayList<>();
    lineage
        .data()
        .forEach((step, digest) -> items.add(new Item("data", "Data: " + step, head(digest), "")));
    if (!lineage.definition().isEmpty()) {
      items.add(new Item("data", "Definition", head(lineage.definition()), ""));
    }
    if (!lineage.code().isEmpty()) {
      items.add(new Item("data", "Code", lineage.code(), ""));
    }
    return items;
  }

  /** The table beside the picture has all of it. */
  private static String head(String digest) {
    return Words.head(digest, DIGEST_CHARACTERS);
  }

  private static List<Item> run(Lineage lineage) {
    String pipeline = lineage.pipeline().isEmpty() ? "Run" : "Run of " + lineage.pipeline();
    return List.of(new Item("run", pipeline, lineage.version().runId(), ""));
  }

  private static List<Item> versions(Lineage lineage) {
    List<Item> items = new ArrayList<>();
    if (!lineage.parent().isEmpty()) {
      items.add(new Item("before", "Parent", lineage.parent(), Links.reference(lineage.parent())));
    }
    items.add(version("this", "This version", lineage.version()));
    lineage.siblings().forEach(sibling -> items.add(version("made", "Same run", sibling)));
    return items;
  }

  private static List<Item> outcomes(Lineage lineage, List<String> aliases) {
    List<Item> items = new ArrayList<>();
    if (!aliases.isEmpty()) {
      items.add(new Item("alias", "Served as", String.join(", ", aliases), ""));
    }
    List<VersionEntry> followers = lineage.followers();
    for (VersionEntry follower : followers.subList(0, Math.min(MOST_FOLLOWERS, followers.size()))) {
      items.add(version("after", "Followed by", follower));
    }
    if (!lineage.comparedWith().isEmpty()) {
      items.add(
          new Item(
              "compared",
              "Compared with",
              lineage.comparedWith(),
              Links.reference(lineage.comparedWith())));
    }
    return items;
  }

  private static Item version(String kind, String title, VersionEntry version) {
    return new Item(kind, title, version.name() + "/" + version.version(), Links.version(version));
  }

  private static List<Box> place(List<Item> items, int column, int height) {
    int used = items.size() * BOX_HEIGHT + Math.max(0, items.size() - 1) * GAP;
    int y = (height - used) / 2;
    List<Box> boxes = new ArrayList<>();
    for (Item item : items) {
      boxes.add(
          new Box(
              MARGIN + column * COLUMN,
              y,
              item.kind(),
              Words.tail(item.title(), MOST_CHARACTERS),
              Words.tail(item.text(), MOST_CHARACTERS),
              item.address()));
      y += BOX_HEIGHT + GAP;
    }
    return boxes;
  }

  private static List<Line> lines(List<List<Box>> columns) {
    Box run = columns.get(1).get(0);
    List<Line> lines = new ArrayList<>();
    columns.get(0).forEach(source -> lines.add(across(source, run, "solid")));
    Box own = run;
    Box parent = null;
    for (Box box : columns.get(2)) {
      if (box.kind().equals("before")) {
        parent = box;
      } else {
        lines.add(across(run, box, "solid"));
      }
      own = box.kind().equals("this") ? box : own;
    }
    if (parent != null) {
      lines.add(down(parent, own));
    }
    for (Box box : columns.get(3)) {
      lines.add(across(own, box, box.kind().equals("after") ? "solid" : "dashed"));
    }
    return lines;
  }

  private static Line across(Box from, Box to, String kind) {
    int bend = (to.x() - from.right()) / 2;
    return new Line(
        String.format(
            Locale.ROOT,
            "M %d %d C %d %d %d %d %d %d",
            from.right(),
            from.middle(),
            from.right() + bend,
            from.middle(),
            to.x() - bend,
            to.middle(),
            to.x() - 2,
            to.middle()),
        kind);
  }

  private static Line down(Box from, Box to) {
    int middle = from.x() + BOX_WIDTH / 2;
    return new Line(
        String.format(Locale.ROOT, "M %d %d V %d", middle, from.y() + BOX_HEIGHT, to.y() - 2),
        "solid");
  }
}
