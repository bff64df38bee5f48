/** The ground around where somebody was last seen, north up: pieces by number, what is searched and where he was seen. The list beside it says the same in words. */
import type { SectorRow, SightingRow } from '../../lost/content.ts';

const SIZE = 320;
const MARGIN = 18;

/** A quarter of a ring, or the whole disc. */
function outline(of: Pick<SectorRow, 'inner' | 'outer' | 'from'>, scale: number): string {
  const [centre, inner, outer] = [SIZE / 2, of.inner! * scale, of.outer! * scale];
  const at = (radius: number, degrees: number): string => {
    const angle = (degrees * Math.PI) / 180;
    return `${(centre + radius * Math.sin(angle)).toFixed(1)} ${(centre - radius * Math.cos(angle)).toFixed(1)}`;
  };
  if (of.from === null)
    return `M${at(outer, 0)}A${outer} ${outer} 0 1 1 ${at(outer, 180)}A${outer} ${outer} 0 1 1 ${at(outer, 0)}Z`;
  const to = of.from + 90;
  return `M${at(inner, of.from)}L${at(outer, of.from)}A${outer} ${outer} 0 0 1 ${at(outer, to)}L${at(inner, to)}A${inner} ${inner} 0 0 0 ${at(inner, of.from)}Z`;
}

export function SectorMap({ grounds, sightings }: { grounds: readonly SectorRow[]; sightings: readonly SightingRow[] }) {
  const pieces = grounds.filter(({ outer }) => outer !== null);
  const most = Math.max(...pieces.map(({ outer }) => outer!));
  if (pieces.length === 0) return null;
  const scale = (SIZE / 2 - MARGIN) / most;
  const spots = sightings.flatMap(({ id, kind, spot }) =>
    kind !== 'searched' && spot && Math.hypot(spot.east, spot.north) <= most ? [{ id, kind, ...spot }] : [],
  );
  return (
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`分片图，上北下南，最外一圈${most}米；编号和右边列表一样，红点是有人看到的地方`}
    >
      {pieces.map((of) => {
        const middle = of.from === null ? 0 : ((of.inner! + of.outer!) / 2) * scale;
        const angle = ((of.from ?? 0) + 45) * (Math.PI / 180);
        return (
          <g key={of.id}>
            <path d={outline(of, scale)} className={`lost-piece${of.searched ? ' is-searched' : ''}`} />
            <text x={SIZE / 2 + middle * Math.sin(angle)} y={SIZE / 2 - middle * Math.cos(angle)}>
              {of.no}
              {of.searched ? '✓' : ''}
            </text>
          </g>
        );
      })}
      <text x={SIZE / 2} y={9}>
        北
      </text>
      {spots.map(({ id, east, north }) => (
        <circle key={id} className="lost-spot" cx={SIZE / 2 + east * scale} cy={SIZE / 2 - north * scale} r={5} />
      ))}
    </svg>
  );
}
