/** @file A QR code of an address, as one path of SVG. */
import qrcode from "qrcode-generator";

const svg = "http://www.w3.org/2000/svg";
/** Light modules around it, which readers need. */
const quiet = 4;

/**
 * The code as a picture; `null` if the address is too long for one.
 *
 * @param label  what it leads to, for who cannot see it
 */
export function codeOf(address: string, label: string): SVGElement | null {
  const code = qrcode(0, "M");
  code.addData(address);
  try {
    code.make();
  } catch {
    return null; // longer than the largest code
  }
  const size = code.getModuleCount();
  const rows = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => (code.isDark(row, column) ? `M${column} ${row}h1v1h-1z` : "")).join(""),
  );
  const picture = document.createElementNS(svg, "svg");
  picture.setAttribute("viewBox", `${-quiet} ${-quiet} ${size + 2 * quiet} ${size + 2 * quiet}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  picture.setAttribute("shape-rendering", "crispEdges");
  const [ground, dark] = ["rect", "path"].map((name) => document.createElementNS(svg, name));
  for (const [name, value] of Object.entries({
    x: -quiet,
    y: -quiet,
    width: size + 2 * quiet,
    height: size + 2 * quiet,
    fill: "#fff",
  }))
    ground.setAttribute(name, String(value));
  dark.setAttribute("d", rows.join(""));
  dark.setAttribute("fill", "#000");
  picture.append(ground, dark);
  return picture;
}
