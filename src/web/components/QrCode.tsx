/** A text as a code that can be scanned: dark cells as one path, sharp at any size. */
import { encode } from 'uqr';

export function QrCode({ text, label, side = 96 }: { text: string; label: string; side?: number }) {
  const { data, size } = encode(text, { border: 1 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width={side} height={side} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
