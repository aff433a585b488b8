import type { PageMark, PagePreview } from "#shared/contract/letters.ts";
import { modulesPath } from "./page-drawing.ts";
import classes from "./PageDrawing.module.css";
import { pictureAddress } from "./template-draft.ts";

interface PageDrawingProps {
  page: PagePreview;
  logo: string | null;
  label: string;
}

/** A page as it would be printed, with every mark where the PDF has it. */
export function PageDrawing({ page, logo, label }: PageDrawingProps) {
  return (
    <svg role="img" aria-label={label} className={classes.page} viewBox={`0 0 ${page.width} ${page.height}`}>
      <rect width={page.width} height={page.height} fill="#fff" />
      {page.marks.map((mark, index) => (
        <Mark key={`${index} ${mark.kind}`} mark={mark} logo={logo} />
      ))}
    </svg>
  );
}

function Mark({ mark, logo }: { mark: PageMark; logo: string | null }) {
  switch (mark.kind) {
    case "text":
      return <TextMark {...mark} />;
    case "rect": {
      const { x, y, width, height, colour, filled } = mark;
      const paint = filled ? { fill: colour } : { fill: "none", stroke: colour, strokeWidth: 0.75 };
      return <rect x={x} y={y} width={width} height={height} {...paint} />;
    }
    case "line": {
      const { x, y, x2, y2, colour, dashed } = mark;
      return (
        <line
          x1={x}
          y1={y}
          x2={x2}
          y2={y2}
          stroke={colour}
          strokeWidth={0.75}
          {...(dashed ? { strokeDasharray: "4 3" } : {})}
        />
      );
    }
    case "logo": {
      const { x, y, width, height } = mark;
      return logo === null ? null : <image href={pictureAddress(logo)} x={x} y={y} width={width} height={height} />;
    }
    case "qr": {
      const { x, y, size, rows } = mark;
      const scale = size / Math.max(1, rows.length);
      return (
        <path
          d={modulesPath(rows)}
          fill="#000"
          shapeRendering="crispEdges"
          transform={`translate(${x} ${y}) scale(${scale})`}
        />
      );
    }
  }
}

/** Stretched to its width in the PDF, whatever fonts this computer has. */
function TextMark({ x, y, text, size, width, face, colour }: Extract<PageMark, { kind: "text" }>) {
  const fit = width > 0 ? { textLength: width, lengthAdjust: "spacingAndGlyphs" as const } : {};
  return (
    <text x={x} y={y} fontSize={size} fill={colour} className={classes[face]} {...fit}>
      {text}
    </text>
  );
}
