package io.millrace.launcher.report;

import java.awt.BasicStroke;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Named rows with a value and an interval for each series: dots, or bars with whiskers. */
final class RowPlot {
  private static final int HEAD = 84;

  /**
   * A series.
   *
   * @param style number of its colour and mark
   * @param values by row [value, low, high]; a row may be null
   */
  record Series(String name, int style, List<double[]> values) {}

  private RowPlot() {}

  /** Dots with intervals. */
  static String dots(
      List<String> rows,
      List<Series> series,
      String measure,
      String id,
      String title,
      String text) {
    XYIntervalSeriesCollection data = intervals(series, 0.24);
    XYPlot plot = plot(rows, new XYPlot(data, null, PlotStyle.axis(""), whiskers(series)));
    JFreeChart chart = PlotStyle.chart(plot, measure, true);
    stripes(plot);
    return Svg.of(chart, PlotStyle.WIDTH, height(rows.size(), series.size()), id, title, text);
  }

  /** Bars from zero with whiskers. */
  static String bars(
      List<String> rows,
      List<Series> series,
      String measure,
      String id,
      String title,
      String text) {
    XYPlot plot = plot(rows, new XYPlot(intervals(series, 0.26), null, PlotStyle.axis(""), null));
    XYErrorRenderer whiskers = whiskers(series);
    whiskers.setDefaultShapesVisible(false);
    for (int i = 0; i < series.size(); i++) {
      whiskers.setSeriesPaint(i, PlotStyle.INK);
      whiskers.setSeriesShapesVisible(i, false);
      whiskers.setSeriesVisibleInLegend(i, false);
    }
    plot.setRenderer(0, whiskers);
    plot.setDataset(1, barsOf(series, 0.26));
    plot.setRenderer(1, barRenderer(series));
    ((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(true);
    plot.addRangeMarker(new ValueMarker(0, PlotStyle.INK, new BasicStroke(1f)));
    JFreeChart chart = PlotStyle.chart(plot, measure, true);
    return Svg.of(chart, PlotStyle.WIDTH, height(rows.size(), series.size()), id, title, text);
  }

  private static int height(int rows, int series) {
    return HEAD + rows * Math.max(22, 4 + 9 * series);
  }

  private static XYPlot plot(List<String> rows, XYPlot plot) {
    SymbolAxis axis = new SymbolAxis(null, rows.toArray(String[]::new));
    PlotStyle.plain(axis);
    axis.setGridBandsVisible(false);
    axis.setInverted(true);
    axis.setRange(-0.6, rows.size() - 0.4);
    plot.setDomainAxis(axis);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    return plot;
  }

  private static void stripes(XYPlot plot) {
    plot.setDomainGridlinesVisible(true);
    plot.setDomainGridlinePaint(PlotStyle.FAINT);
    plot.setDomainGridlineStroke(
        new BasicStroke(
            1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {1, 4}, 0));
  }

  private static double shift(int series, int of, double step) {
    return (series - (of - 1) / 2.0) * step;
  }

  private static XYIntervalSeriesCollection intervals(List<Series> all, double step) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    for (int s = 0; s < all.size(); s++) {
      XYIntervalSeries points = new XYIntervalSeries(all.get(s).name());
      double shift = shift(s, all.size(), Math.min(step, 0.8 / all.size()));
      for (int row = 0; row < all.get(s).values().size(); row++) {
        double[] value = all.get(s).values().get(row);
        if (value != null) {
          points.add(row + shift, row + shift, row + shift, value[0], value[1], value[2]);
        }
      }
      data.addSeries(points);
    }
    return data;
  }

  private static XYIntervalSeriesCollection barsOf(List<Series> all, double step) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    double width = Math.min(step, 0.8 / all.size());
    for (int s = 0; s < all.size(); s++) {
      XYIntervalSeries bars = new XYIntervalSeries(all.get(s).name());
      for (int row = 0; row < all.get(s).values().size(); row++) {
        double[] value = all.get(s).values().get(row);
        double middle = row + shift(s, all.size(), width);
        if (value != null) {
          bars.add(middle, middle - 0.42 * width, middle + 0.42 * width, value[0], 0, value[0]);
        }
      }
      data.addSeries(bars);
    }
    return data;
  }

  private static XYErrorRenderer whiskers(List<Series> all) {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setCapLength(0);
    renderer.setErrorStroke(new BasicStroke(1.4f));
    for (int i = 0; i < all.size(); i++) {
      renderer.setSeriesPaint(i, PlotStyle.color(all.get(i).style()));
      renderer.setSeriesShape(i, PlotStyle.mark(all.get(i).style()));
    }
    return renderer;
  }

  private static XYBarRenderer barRenderer(List<Series> all) {
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setUseYInterval(true);
    renderer.setDrawBarOutline(false);
    for (int i = 0; i < all.size(); i++) {
      renderer.setSeriesPaint(i, PlotStyle.color(all.get(i).style()));
      renderer.setLegendShape(i, PlotStyle.mark(all.get(i).style()));
    }
    return renderer;
  }
}
