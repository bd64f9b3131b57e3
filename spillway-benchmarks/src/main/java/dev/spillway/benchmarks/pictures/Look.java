package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;

/** Colours and fonts, for light and dark surroundings. */
final class Look {
  /** Reds to greys that colour-blind readers tell apart by their brightness, too. */
  private static final String[] LIGHT = {"#c0202f", "#ee8a1d", "#2f6fc4", "#1f9d8a", "#9aa0a8"};

  private static final String[] DARK = {"#ff5f66", "#ffae4a", "#6aa9ff", "#43cdb6", "#8b929c"};

  private Look() {}

  static String css() {
    StringBuilder css = new StringBuilder();
    css.append("text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',");
    css.append("sans-serif;font-size:11px}\n");
    css.append(".title{font-size:18px;font-weight:600}\n");
    css.append(".heading{font-size:12.5px;font-weight:600}\n");
    css.append(".right{text-anchor:end}\n.middle{text-anchor:middle}\n");
    css.append("path{fill:none}\n.grid,.axis,.bound,.mark{stroke-width:1}\n");
    css.append(".bound{stroke-dasharray:5 3}\n.mark{stroke-dasharray:2 3}\n");
    colours(css, LIGHT, "#ffffff", "#1c2026", "#606873");
    css.append(".grid{stroke:#e4e7eb}\n.axis,.mark{stroke:#a3aab4}\n.bound{stroke:#1c2026}\n");
    css.append(".band{fill:#f3efe2}\n.strong{fill:#f9e3de}\n.lane{fill:#f4f5f7}\n");
    css.append(".closed,.succeeded{fill:#9fcdb0}\n.open{fill:#4a515c}\n.half-open{fill:#e5c04b}\n");
    css.append(".failed{fill:#8a5cc7}\n.on-open{fill:#ffffff}\n.on-closed,.on-half-open{");
    css.append("fill:#1c2026}\n");
    css.append("@media(prefers-color-scheme:dark){\n");
    colours(css, DARK, "#14171c", "#e8eaed", "#9aa3af");
    css.append(".grid{stroke:#2a2f37}\n.axis,.mark{stroke:#5c6470}\n.bound{stroke:#e8eaed}\n");
    css.append(
        ".band{fill:#26241c}\n.strong{fill:#35211f}\n.lane{fill:#1d2127}\n.open{fill:#6d7684}\n.failed{fill:#b08be6}\n}\n");
    return css.toString();
  }

  private static void colours(
      StringBuilder css, String[] lanes, String paper, String ink, String faint) {
    css.append(".paper{fill:").append(paper).append("}\n");
    css.append("text{fill:").append(faint).append("}\n");
    css.append(".title,.heading,.ink{fill:").append(ink).append("}\n");
    for (Priority priority : Priority.values()) {
      css.append('.').append(priority.token()).append("{fill:");
      css.append(lanes[priority.ordinal()]).append("}\n");
    }
  }
}
