package io.millrace.launcher.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * How plots look. Series differ by colour, dash and mark at once. The colours are those of the
 * style sheet's light theme, each at least 4.5:1 on paper; {@link Svg} turns them into its
 * variables, so that the dark theme has its own.
 */
final class PlotStyle {
  /** Shown at about this size on a desk, and at three quarters of it on a phone. */
  static final int WIDTH = 460;

  static final Color INK = new Color(0x22, 0x22, 0x20);
  static final Color FAINT = new Color(0xd9, 0xd6, 0xce);
  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 12);
  private static final Color SOFT = new Color(0x5e, 0x5b, 0x55);

  private static final List<Color> SERIES =
      List.of(
          new Color(0x0b, 0x53, 0x94),
          new Color(0xa8, 0x3a, 0x0c),
          new Color(0x00, 0x66, 0x4b),
          new Color(0x85, 0x36, 0x72),
          new Color(0x75, 0x57, 0x00),
          new Color(0x41, 0x4f, 0x59));
  private static final float[][] DASHES = {
    {}, {7, 3}, {2, 3}, {9, 3, 2, 3}, {4, 2}, {12, 4},
  };

  private PlotStyle() {}

  static Color color(int series) {
    return SERIES.get(series % SERIES.size());
  }

  static Stroke stroke(int series) {
    float[] dash = DASHES[series % DASHES.length];
    return dash.length == 0
        ? new BasicStroke(2f)
        : new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dash, 0f);
  }

  /** Circle, square, triangle, diamond. */
  static Shape mark(int series) {
    return switch (series % 4) {
      case 0 -> new Ellipse2D.Double(-3.5, -3.5, 7, 7);
      case 1 -> new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4);
      case 2 -> polygon(0, -4.2, 4.2, 3.4, -4.2, 3.4);
      default -> polygon(0, -4.4, 4.4, 0, 0, 4.4, -4.4, 0);
    };
  }

  /** The variable of the style sheet for each colour, as Batik writes it. */
  static Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < SERIES.size(); i++) {
      variables.put(rgb(SERIES.get(i)), "var(--s" + (i + 1) + ")");
    }
    variables.put(rgb(INK), "var(--ink)");
    variables.put(rgb(SOFT), "var(--soft)");
    variables.put(rgb(FAINT), "var(--rule)");
    return variables;
  }

  /**
   * A chart without a frame or a background.
   *
   * @param measure what the range axis shows; stands above the plot, since turned text is hard to
   *     read
   */
  static JFreeChart chart(XYPlot plot, String measure, boolean legend) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(FAINT);
    plot.setRangeGridlineStroke(new BasicStroke(1f));
    plot.setRangeZeroBaselineVisible(false);
    JFreeChart chart = new JFreeChart(null, FONT, plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(new RectangleInsets(2, 2, 2, 10));
    if (!measure.isEmpty()) {
      TextTitle title = new TextTitle(measure, FONT);
      title.setPaint(SOFT);
      title.setHorizontalAlignment(HorizontalAlignment.LEFT);
      title.setPadding(0, 0, 6, 0);
      chart.addSubtitle(title);
    }
    if (legend) {
      chart.addLegend(legend(plot));
    }
    return chart;
  }

  private static LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setItemFont(FONT);
    legend.setItemPaint(INK);
    legend.setBackgroundPaint(null);
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 10));
    legend.setPadding(0, 0, 4, 0);
    return legend;
  }

  /** A number axis; it need not hold zero. */
  static NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label.isEmpty() ? null : label);
    axis.setAutoRangeIncludesZero(false);
    plain(axis);
    return axis;
  }

  static void plain(ValueAxis axis) {
    axis.setLabelFont(FONT);
    axis.setLabelPaint(SOFT);
    axis.setTickLabelFont(FONT);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(FAINT);
    axis.setTickMarksVisible(false);
  }

  private static String rgb(Color color) {
    return "rgb(%d,%d,%d)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }

  private static Shape polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }
}
