package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
  @Test
  void showsACard() {
    Element body =
        Jsoup.parseBodyFragment(
                Markdown.html(
                    "# Delay\n\nText with `code`.\n\n## Quality\n\n| metric | value |\n| --- | --- |\n| rocAuc | 0.66 |\n"))
            .body();
    assertThat(body.select("h3").text()).isEqualTo("Delay");
    assertThat(body.select("h4").text()).isEqualTo("Quality");
    assertThat(body.select("h1, h2")).isEmpty();
    assertThat(body.select("div[role=group][tabindex=0] > table td").eachText())
        .containsExactly("rocAuc", "0.66");
    assertThat(body.select("code").text()).isEqualTo("code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "text <img src=x onerror=alert(1)> text",
        "<div onclick='alert(1)'>\n\ntext\n\n</div>",
        "<style>* { display: none }</style>",
        "| a |\n| - |\n| <svg onload=alert(1)> |",
        "# <iframe src=//evil.example></iframe>",
        "`<b onclick=alert(1)>`",
        "[<script>](https://example.com \"\\\" onclick=alert(1)\")"
      })
  void showsHtmlAsText(String markdown) {
    Element body = Jsoup.parseBodyFragment(Markdown.html(markdown)).body();
    assertThat(body.select("script, img, style, svg, iframe, b, [onclick], [onerror], [onload]"))
        .as(body.html())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](  javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "[x]: javascript:alert(1)\n\n[x]"
      })
  void leadsToNoScripts(String markdown) {
    List<String> addresses =
        Jsoup.parseBodyFragment(Markdown.html(markdown)).select("[href]").eachAttr("href");
    assertThat(addresses).allMatch(String::isEmpty);
  }

  @Test
  void loadsNoPictures() {
    Element body =
        Jsoup.parseBodyFragment(Markdown.html("![a *picture*](https://example.com/p.png)")).body();
    assertThat(body.select("img")).isEmpty();
    assertThat(body.select("a").attr("href")).isEqualTo("https://example.com/p.png");
    assertThat(body.select("a").attr("rel")).isEqualTo("nofollow noreferrer");
    assertThat(body.text()).isEqualTo("a picture");
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "- ", "[", "*a ", "`", "![", "<"})
  void endsWithTextsThatNestWithoutEnd(String part) {
    assertThat(Markdown.html(part.repeat(20_000))).isNotEmpty();
  }

  @Test
  void showsAsItIsWhatWouldTakeTheParserTooLong() {
    String text = "# A <b>\n" + "<a\n".repeat(2_000);
    Element body = Jsoup.parseBodyFragment(Markdown.html(text)).body();
    assertThat(body.select("pre").first().wholeText()).isEqualTo(text);
    assertThat(body.select("h3, b, a")).isEmpty();
  }
}
