package dev.spillway.simulator.report;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as one page that needs nothing else: tables, and charts of the first seed's runs. */
public final class HtmlReport {
  private final String summary;
  private final Map<String, List<Result>> byScenario = new LinkedHashMap<>();

  /** Tells of {@code results}, which are the same wherever they are made. */
  public HtmlReport(Results results) {
    this(
        results,
        TableReport.summary(results)
            + " The same scenarios, policies and seeds give the same page everywhere.");
  }

  /** Tells of {@code results}, with a sentence about them all. */
  HtmlReport(Results results, String summary) {
    this.summary = summary;
    for (Result result : results.all()) {
      byScenario.computeIfAbsent(result.scenario().name(), name -> new ArrayList<>()).add(result);
    }
  }

  /** The whole page. */
  public String text() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("uplot.css", resource("uplot/uPlot.min.css"));
    parts.put("page.css", resource("page.css"));
    parts.put("summary", escaped(summary));
    parts.put("content", content());
    parts.put("data", ChartData.of(byScenario.values()));
    parts.put("licence", resource("uplot/LICENSE"));
    parts.put("uplot.js", resource("uplot/uPlot.iife.min.js"));
    parts.put("page.js", resource("page.js"));
    return filled(resource("page.html"), parts);
  }

  /** Goes through the page once, so that nothing within a part is taken for a mark. */
  private static String filled(String page, Map<String, String> parts) {
    StringBuilder whole = new StringBuilder();
    int from = 0;
    while (true) {
      int mark = page.indexOf("{{", from);
      if (mark < 0) {
        return whole.append(page, from, page.length()).toString();
      }
      int end = page.indexOf("}}", mark);
      whole.append(page, from, mark).append(parts.get(page.substring(mark + 2, end)));
      from = end + 2;
    }
  }

  private String content() {
    StringBuilder html = new StringBuilder();
    if (byScenario.size() > 1) {
      overview(html);
    }
    int index = 0;
    for (List<Result> ofScenario : byScenario.values()) {
      section(html, index++, ofScenario);
    }
    return html.toString();
  }

  /** Bars met, scenarios down and policies across. */
  private void overview(StringBuilder html) {
    html.append("<div class=\"wide\"><table><tr><th>bars met</th>");
    byScenario.values().iterator().next().forEach(result -> head(html, result.policy()));
    html.append("</tr>\n");
    byScenario.forEach(
        (name, ofScenario) -> {
          html.append("<tr><td><a href=\"#").append(escaped(name)).append("\">");
          html.append(escaped(name)).append("</a></td>");
          ofScenario.forEach(result -> verdict(html, result));
          html.append("</tr>\n");
        });
    html.append("</table></div>\n");
  }

  private static void head(StringBuilder html, String text) {
    html.append("<th>").append(escaped(text)).append("</th>");
  }

  private static void verdict(StringBuilder html, Result result) {
    html.append("<td class=\"").append(result.isMet() ? "met" : "missed").append("\">");
    html.append(TableReport.verdict(result)).append("</td>");
  }

  private static void section(StringBuilder html, int index, List<Result> ofScenario) {
    String name = ofScenario.get(0).scenario().name();
    html.append("<section data-scenario=\"").append(index).append("\"><h2 id=\"");
    html.append(escaped(name)).append("\">").append(escaped(name)).append(" <small>");
    html.append(escaped(ofScenario.get(0).scenario().title())).append("</small></h2>\n");
    html.append("<div class=\"wide\"><table><tr>");
    TableReport.HEADS.forEach(text -> head(html, text));
    html.append("</tr>\n");
    for (Result result : ofScenario) {
      List<String> cells = TableReport.cells(result);
      html.append("<tr>");
      cells
          .subList(0, cells.size() - 1)
          .forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
      verdict(html, result);
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
    missed(html, ofScenario);
    html.append("<div class=\"legend\"></div><div class=\"charts\"></div></section>\n");
  }

  private static void missed(StringBuilder html, List<Result> ofScenario) {
    StringBuilder items = new StringBuilder();
    for (Result result : ofScenario) {
      for (BarResult bar : result.bars()) {
        if (!bar.isMet()) {
          items.append("<li>").append(escaped(result.policy() + ": " + TableReport.words(bar)));
          items.append("</li>\n");
        }
      }
    }
    if (!items.isEmpty()) {
      html.append("<details><summary class=\"note\">Bars that were missed</summary>");
      html.append("<ul class=\"bars\">").append(items).append("</ul></details>\n");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no such resource: " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
