import { create } from "qrcode";
import { useMemo } from "react";

/** Light modules around the symbol (ISO/IEC 18004, 9.1). */
const quietZone = 4;

interface QrCodeProps {
  text: string;
  label: string;
  /** Desired width in CSS pixels, rounded so that every module is a whole number of pixels. */
  size?: number;
}

/**
 * One path of unit squares: crisp at every zoom level, and black on white in both themes so that phones can read it.
 */
export function QrCode({ text, label, size = 264 }: QrCodeProps) {
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

  const width = Math.max(1, Math.round(size / extent)) * extent;
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={width}
      viewBox={`0 0 ${extent} ${extent}`}
      shapeRendering="crispEdges"
    >
      <rect width={extent} height={extent} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
