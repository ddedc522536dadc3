package io.millrace.launcher.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYPointerAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Lines in one plot, each named in the legend and beside itself. */
final class LinePlot {
  private static final int HEIGHT = 360;

  /**
   * A line.
   *
   * @param style number of its colour, dash and mark
   * @param label beside the line, empty for none
   * @param xy points, each [x, y]
   */
  record Line(String name, String label, int style, boolean dashed, List<double[]> xy) {
    Line(String name, String label, int style, List<double[]> xy) {
      this(name, label, style, false, xy);
    }
  }

  private final String x;
  private final String y;
  private final List<Line> lines;
  private boolean unit;
  private boolean diagonal;
  private boolean marks;
  private boolean whole;
  private boolean below;

  LinePlot(String x, String y, List<Line> lines) {
    this.x = x;
    this.y = y;
    this.lines = lines;
  }

  /** Both axes go from 0 to 1. */
  LinePlot unit() {
    unit = true;
    return this;
  }

  /** With the line of equality. */
  LinePlot diagonal() {
    diagonal = true;
    return this;
  }

  /** Names stand below the lines, for lines that rise. */
  LinePlot below() {
    below = true;
    return this;
  }

  LinePlot marks() {
    marks = true;
    return this;
  }

  /** x are whole numbers. */
  LinePlot whole() {
    whole = true;
    return this;
  }

  String svg(String id, String title, String description) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, marks);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      XYSeries series = new XYSeries(line.name(), false, true);
      line.xy().forEach(point -> series.add(point[0], point[1]));
      data.addSeries(series);
      renderer.setSeriesPaint(i, PlotStyle.color(line.style()));
      renderer.setSeriesStroke(
          i,
          line.dashed()
              ? new BasicStroke(1.4f, 0, 1, 10f, new float[] {2, 2}, 0)
              : PlotStyle.stroke(line.style()));
      renderer.setSeriesShape(i, PlotStyle.mark(line.style()));
    }
    renderer.setDrawSeriesLineAsPath(true);
    NumberAxis domain = PlotStyle.axis(x);
    NumberAxis range = PlotStyle.axis("");
    XYPlot plot = new XYPlot(data, domain, range, renderer);
    axes(domain, range);
    JFreeChart chart = PlotStyle.chart(plot, y, true);
    if (diagonal) {
      plot.addAnnotation(new XYLineAnnotation(0, 0, 1, 1, new BasicStroke(1f), PlotStyle.FAINT));
    }
    labels(plot);
    return Svg.of(chart, PlotStyle.WIDTH, HEIGHT, id, title, description);
  }

  private void axes(NumberAxis domain, NumberAxis range) {
    if (unit) {
      for (NumberAxis axis : List.of(domain, range)) {
        axis.setRange(0, 1);
        axis.setTickUnit(new NumberTickUnit(0.2));
      }
    }
    if (whole) {
      domain.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    }
    range.setUpperMargin(unit ? 0 : 0.12);
    domain.setUpperMargin(unit ? 0 : 0.06);
  }

  /** Spread over the width, so that the names of lines that lie on each other do not. */
  private void labels(XYPlot plot) {
    List<Line> named = new ArrayList<>(lines.stream().filter(l -> !l.label().isEmpty()).toList());
    for (int i = 0; i < named.size(); i++) {
      Line line = named.get(i);
      double share = named.size() == 1 ? 0.5 : 0.15 + 0.4 * i / (named.size() - 1);
      double[] at = at(line, share);
      XYPointerAnnotation label =
          new XYPointerAnnotation(line.label(), at[0], at[1], below ? Math.PI / 4 : -Math.PI / 3);
      label.setFont(PlotStyle.BOLD);
      label.setPaint(PlotStyle.color(line.style()));
      label.setArrowPaint(PlotStyle.color(line.style()));
      label.setArrowLength(0);
      label.setArrowWidth(0);
      label.setTipRadius(2);
      // Names are longer than the distance of their lines: those further left stand further away.
      label.setBaseRadius(18 + (below ? 4 : 16) * (named.size() - 1 - i));
      label.setLabelOffset(3);
      label.setTextAnchor(below ? TextAnchor.TOP_LEFT : TextAnchor.BOTTOM_LEFT);
      plot.addAnnotation(label);
    }
  }

  private static double[] at(Line line, double share) {
    double first = line.xy().get(0)[0];
    double last = line.xy().get(line.xy().size() - 1)[0];
    double wanted = first + share * (last - first);
    double[] before = line.xy().get(0);
    for (double[] point : line.xy()) {
      if (point[0] >= wanted) {
        double step = point[0] - before[0];
        double part = step == 0 ? 0 : (wanted - before[0]) / step;
        return new double[] {wanted, before[1] + part * (point[1] - before[1])};
      }
      before = point;
    }
    return before;
  }
}
