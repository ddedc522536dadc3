package io.millrace.launcher.report;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Attr;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** A plot as an SVG element for a page: text stays text, colours are the page's. */
final class Svg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";
  private static final Map<String, String> VARIABLES = PlotStyle.variables();

  /** Batik repeats every rendering attribute on each group; these make a difference here. */
  private static final Set<String> KEPT =
      Set.of(
          "clip-path",
          "cx",
          "cy",
          "d",
          "fill",
          "font-size",
          "font-weight",
          "height",
          "id",
          "points",
          "r",
          "rx",
          "ry",
          "stroke",
          "stroke-dasharray",
          "stroke-width",
          "transform",
          "width",
          "x",
          "x1",
          "x2",
          "y",
          "y1",
          "y2",
          "clipPathUnits",
          "text-anchor",
          "xml:space");

  private Svg() {}

  /**
   * Draws a chart.
   *
   * @param id prefix of all ids within
   * @param title short name for those who cannot see it
   * @param description what it shows, in a sentence or two
   */
  static String of(
      JFreeChart chart, int width, int height, String id, String title, String description) {
    try {
      Document document = document();
      SVGGraphics2D graphics = new SVGGraphics2D(context(document, id), false);
      graphics.setSVGCanvasSize(new Dimension(width, height));
      chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
      Element root = graphics.getRoot();
      clean(root);
      frame(root, width, height);
      label(document, root, id, title, description);
      return text(root);
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("Cannot draw plot '%s'.".formatted(title), e);
    }
  }

  private static Document document() throws ParserConfigurationException {
    DOMImplementation dom =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
    return dom.createDocument(NAMESPACE, "svg", null);
  }

  private static SVGGeneratorContext context(Document document, String id) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment("");
    context.setPrecision(2);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + "-" + super.generateID(prefix);
          }
        });
    return context;
  }

  private static void clean(Node node) {
    for (Node child : children(node)) {
      if (child.getNodeType() == Node.COMMENT_NODE) {
        node.removeChild(child);
      } else if (child instanceof Element element) {
        clean(element);
        attributes(element);
      }
    }
  }

  private static void attributes(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = attributes.getLength() - 1; i >= 0; i--) {
      Attr attribute = (Attr) attributes.item(i);
      String variable = VARIABLES.get(attribute.getValue());
      // The one id that Batik's own generator does not make; nothing refers to it.
      boolean shared = attribute.getValue().equals("genericDefs");
      if (shared || !KEPT.contains(attribute.getName())) {
        element.removeAttributeNode(attribute);
      } else if (variable != null) {
        attribute.setValue(variable);
      }
    }
  }

  private static void frame(Element root, int width, int height) {
    NamedNodeMap attributes = root.getAttributes();
    for (int i = attributes.getLength() - 1; i >= 0; i--) {
      if (!attributes.item(i).getNodeName().startsWith("xmlns")) {
        root.removeAttributeNode((Attr) attributes.item(i));
      }
    }
    root.removeAttribute("xmlns:xlink");
    root.setAttribute("viewBox", "0 0 %d %d".formatted(width, height));
    root.setAttribute("class", "plot");
    // Batik leaves out of the elements what the root had.
    root.setAttribute("font-size", Integer.toString(PlotStyle.FONT.getSize()));
    root.setAttribute("fill", "currentColor");
    root.setAttribute("preserveAspectRatio", "xMinYMin meet");
  }

  private static void label(
      Document document, Element root, String id, String title, String description) {
    root.setAttribute("role", "img");
    root.setAttribute("aria-labelledby", id + "-t");
    root.setAttribute("aria-describedby", id + "-d");
    Element desc = document.createElementNS(NAMESPACE, "desc");
    desc.setAttribute("id", id + "-d");
    desc.setTextContent(description);
    root.insertBefore(desc, root.getFirstChild());
    Element name = document.createElementNS(NAMESPACE, "title");
    name.setAttribute("id", id + "-t");
    name.setTextContent(title);
    root.insertBefore(name, root.getFirstChild());
  }

  private static String text(Element root) throws TransformerException {
    Transformer writer = TransformerFactory.newInstance().newTransformer();
    writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter text = new StringWriter();
    writer.transform(new DOMSource(root), new StreamResult(text));
    return text.toString();
  }

  private static List<Node> children(Node node) {
    List<Node> children = new ArrayList<>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      children.add(child);
    }
    return children;
  }
}
