import { create } from "qrcode";
import { useMemo } from "react";

/** Light modules around the symbol (ISO/IEC 18004, 9.1). */
const quietZone = 4;

interface QrCodeProps {
  text: string;
  label: string;
  /** Width and height in CSS pixels. */
  size?: number;
}

/** One path of unit squares: crisp at every zoom, and dark on white in either theme so that phones read it. */
export function QrCode({ text, label, size = 232 }: QrCodeProps) {
  const { extent, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: "M" });
    let drawn = "";
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column)) drawn += `M${column + quietZone} ${row + quietZone}h1v1h-1z`;
      }
    }
    return { extent: modules.size + 2 * quietZone, path: drawn };
  }, [text]);

  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${extent} ${extent}`}
      shapeRendering="crispEdges"
    >
      <rect width={extent} height={extent} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
