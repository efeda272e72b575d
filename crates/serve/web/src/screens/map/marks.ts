/** Shapes for classes of incidents: each class has a shape and a colour, so that neither must be seen alone. */
export type Shape = 'disc' | 'ring' | 'half' | 'diamond' | 'cross' | 'square' | 'triangle' | 'plus' | 'dot';

interface Drawn { fill?: string; stroke?: string }

const ROUND = 'M8 2.5a5.5 5.5 0 1 0 .01 0z';

/** Paths in a box of 16 by 16. */
export const SHAPES: Record<Shape, Drawn> = {
  disc: { fill: ROUND, stroke: ROUND },
  ring: { stroke: ROUND },
  half: { stroke: ROUND, fill: 'M8 2.5a5.5 5.5 0 0 1 0 11z' },
  diamond: { stroke: 'M8 1.8 14.2 8 8 14.2 1.8 8z' },
  cross: { stroke: 'm3 3 10 10M13 3 3 13' },
  square: { fill: 'M3 3h10v10H3z', stroke: 'M3 3h10v10H3z' },
  triangle: { fill: 'M8 2.2 14 13.2H2z', stroke: 'M8 2.2 14 13.2H2z' },
  plus: { stroke: 'M8 2v12M2 8h12' },
  dot: { fill: 'M8 5a3 3 0 1 0 .01 0z' },
};

export interface Class { value: string; label: string; colour: string; shape: Shape }
export interface Image { width: number; height: number; data: Uint8ClampedArray }

/** Images are drawn at twice their size for sharp screens. */
export const RATIO = 2;

function paper(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * RATIO);
  canvas.height = Math.ceil(height * RATIO);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the browser draws no images');
  context.scale(RATIO, RATIO);
  return context;
}

function taken(context: CanvasRenderingContext2D): Image {
  const { width, height } = context.canvas;
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** Draws the mark of a class with a halo, so that it stands out from lines below it. */
export function mark(shape: Shape, colour: string, halo: string): Image {
  const context = paper(20, 20);
  context.translate(2, 2);
  const { fill, stroke } = SHAPES[shape];
  context.lineJoin = 'round';
  context.strokeStyle = halo;
  context.lineWidth = 5;
  for (const path of [fill, stroke]) if (path) context.stroke(new Path2D(path));
  if (stroke && !fill && /z$/.test(stroke)) {
    context.fillStyle = halo;
    context.fill(new Path2D(stroke));
  }
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 2.2;
  if (fill) context.fill(new Path2D(fill));
  if (stroke) context.stroke(new Path2D(stroke));
  return taken(context);
}

/** Draws a cluster: its number, and around it a ring of the shares of the classes. */
export function cluster(count: number, shares: [string, number][], ink: string, ground: string): Image {
  const text = count >= 10_000 ? `${Math.round(count / 1000)}k` : String(count);
  const radius = Math.min(13 + Math.log10(count) * 5, 34);
  const size = radius * 2 + 4;
  const context = paper(size, size);
  const middle = size / 2;
  context.fillStyle = ground;
  context.beginPath();
  context.arc(middle, middle, radius + 1, 0, Math.PI * 2);
  context.fill();
  const whole = shares.reduce((sum, [, share]) => sum + share, 0) || 1;
  let from = -Math.PI / 2;
  context.lineWidth = 4;
  for (const [colour, share] of shares) {
    if (!share) continue;
    const to = from + (share / whole) * Math.PI * 2;
    context.strokeStyle = colour;
    context.beginPath();
    // A gap tells neighbours apart; a small share keeps most of its arc.
    context.arc(middle, middle, radius - 2, share === whole ? from : from + Math.min(0.05, (to - from) / 3), to);
    context.stroke();
    from = to;
  }
  context.fillStyle = ink;
  context.font = `600 12px system-ui, 'Noto Sans', sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, middle, middle + 0.5);
  return taken(context);
}

/** Writes a name as an image: so the map needs no fonts from anywhere. */
export function label(text: string, ink: string, halo: string): Image {
  const font = `500 11.5px system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif`;
  const measured = paper(1, 1);
  measured.font = font;
  const context = paper(Math.min(measured.measureText(text).width + 8, 400), 18);
  context.font = font;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.strokeStyle = halo;
  context.lineWidth = 3.5;
  context.strokeText(text, 4, 9);
  context.fillStyle = ink;
  context.fillText(text, 4, 9);
  return taken(context);
}

/** A slanted hatching for zones: an area that is marked, and not only tinted. */
export function hatch(colour: string): Image {
  const context = paper(8, 8);
  context.strokeStyle = colour;
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  for (const shift of [-8, 0, 8]) {
    context.beginPath();
    context.moveTo(shift, 8);
    context.lineTo(shift + 8, 0);
    context.stroke();
  }
  return taken(context);
}
