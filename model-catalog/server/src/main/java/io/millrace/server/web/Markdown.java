package io.millrace.server.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown that somebody wrote, as a part of a page: HTML in it is shown as text, addresses are
 * those of the web or of mail, and pictures become links, since a page loads nothing from
 * elsewhere.
 */
final class Markdown {
  /** Headings of a text stand below that of the section which shows it. */
  private static final int ABOVE = 2;

  private static final int LOWEST = 6;
  private static final int MOST_NESTED = 50;

  /** For each of them the parser may read the rest of the text: more of them are no Markdown. */
  private static final int MOST_ANGLES = 1000;

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(MOST_NESTED).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
          .nodeRendererFactory(WideRenderer::new)
          .attributeProviderFactory(context -> Markdown::attributes)
          .build();

  private Markdown() {}

  /** HTML, in which all that the text holds is escaped. */
  static String html(String text) {
    if (text.chars().filter(character -> character == '<').count() > MOST_ANGLES) {
      return RENDERER.render(plain(text));
    }
    Node document = PARSER.parse(text);
    document.accept(new Fitting());
    return RENDERER.render(document);
  }

  private static Node plain(String text) {
    FencedCodeBlock block = new FencedCodeBlock();
    block.setLiteral(text);
    return block;
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Link) {
      attributes.put("rel", "nofollow noreferrer");
    } else if (tag.equals("pre")) {
      attributes.putAll(movable("Code"));
    }
  }

  /** Of what may be wider than the page, so that the keyboard can move it. */
  private static Map<String, String> movable(String label) {
    return Map.of("tabindex", "0", "role", "group", "aria-label", label);
  }

  /** Makes a text fit into a page. */
  private static final class Fitting extends AbstractVisitor {
    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(LOWEST, heading.getLevel() + ABOVE));
      visitChildren(heading);
    }

    @Override
    public void visit(Image image) {
      Link link = new Link(image.getDestination(), image.getTitle());
      while (image.getFirstChild() != null) {
        link.appendChild(image.getFirstChild());
      }
      image.insertAfter(link);
      image.unlink();
      visitChildren(link);
    }

    @Override
    public void visit(CustomBlock block) {
      if (block instanceof TableBlock) {
        Wide wide = new Wide();
        block.insertBefore(wide);
        wide.appendChild(block);
      } else {
        visitChildren(block);
      }
    }
  }

  /** What may be wider than a phone, and then is moved within itself. */
  private static final class Wide extends CustomBlock {}

  private record WideRenderer(HtmlNodeRendererContext context) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Wide.class);
    }

    @Override
    public void render(Node node) {
      Map<String, String> attributes = new TreeMap<>(movable("Table"));
      attributes.put("class", "scroll");
      context.getWriter().tag("div", attributes);
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
      context.getWriter().tag("/div");
    }
  }
}
