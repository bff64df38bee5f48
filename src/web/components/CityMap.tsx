/**
 * 地图 of the workbench: counties shaded by a figure, each a link by mouse and keyboard; points with their numbers. The same figures stand in the table beside
 * it, so that nothing is told by the drawing alone. Nothing where the city has no outlines.
 */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Outline, SKETCH } from '../../kernel/division/index.ts';
import { type Drawing, SHADES, type Shade, type Spot, sceneOf, type Tone, type Tones } from '../../kernel/map/index.ts';
import { api } from '../shared/api.ts';

const useOutlines = (): readonly Outline[] =>
  useQuery({
    queryKey: ['/api/boundaries'],
    queryFn: () => api.get<{ features: readonly Outline[] }>('/api/boundaries'),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.features ?? [];

/** Of the counties, as they are called on the map. */
export const useCountyNames = (): ReadonlyMap<string, string> =>
  new Map(useOutlines().map(({ id, properties }) => [id, properties.name]));

export interface MapLink {
  readonly to: string;
  readonly search?: Readonly<Record<string, string | undefined>>;
}

/** What is drawn in a colour that says how it stands, and opened where it has a page. */
interface Marked {
  readonly tone?: Tone | null;
  readonly to?: string | null;
}

const toneOrder = ['bad', 'warn', 'good', 'plain'] as const satisfies readonly Tone[];

export function CityMap<S extends Spot & Marked, L extends Drawing & Marked & { readonly surveyed: boolean }>({
  label,
  outlines: given,
  shades,
  land,
  spots = [],
  lines = [],
  tones = {},
  hrefOf,
}: {
  /** What the shades say: 各县（市、区）超期办件. */
  label: string;
  /** In place of the counties: the units of one of them. */
  outlines?: readonly Outline[];
  shades?: ReadonlyMap<string, Shade>;
  /** In place of the shaded counties: those in which the points are. */
  land?: readonly string[];
  spots?: readonly S[];
  /** Between the counties, each along the points that were entered. */
  lines?: readonly L[];
  /** What each colour means; said under the drawing. */
  tones?: Tones;
  /** What a county opens. */
  hrefOf?: (code: string) => MapLink;
}) {
  const counties = useOutlines();
  const outlines = (given ?? counties).filter(({ id }) =>
    land === undefined ? (shades?.has(id) ?? given !== undefined) : land.includes(id),
  );
  const scene = sceneOf({ outlines, spots, lines, width: 360, most: 420, ...(shades ? { shades } : {}) });
  if (!scene) return null;
  const { width, height, shapes } = scene;
  const link = (code: string, name: string, children: ReactNode) => {
    const at = hrefOf?.(code);
    return at ? (
      <Link key={code} to={at.to as never} search={(at.search ?? {}) as never} className="map-place" aria-label={name}>
        {children}
      </Link>
    ) : (
      <g key={code}>{children}</g>
    );
  };
  const opened = ({ id, name, to }: { id: string; name: string } & Marked, children: ReactNode) =>
    to ? (
      <Link key={id} to={to as never} className="map-place" aria-label={name}>
        {children}
      </Link>
    ) : (
      <g key={id}>{children}</g>
    );
  return (
    <figure className="city-map">
      {/* 里面的每一处都是链接，不是一张图 */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role={hrefOf || [...spots, ...lines].some(({ to }) => to) ? 'group' : 'img'}
        aria-label={label}
      >
        <defs>
          <pattern id="missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--paper)" />
            <rect width="2" height="6" fill="var(--line-2)" />
          </pattern>
        </defs>
        {shapes.map((shape) =>
          link(
            shape.code,
            [shape.name, shape.text].filter(Boolean).join('，'),
            <>
              <path d={shape.d} className={shape.shade === null ? 'shade-none' : `shade-${shape.shade}`} />
              {shape.name && (
                <text x={shape.x} y={shape.y} className={(shape.shade ?? 0) > 2 ? 'on-dark' : ''}>
                  {shape.name}
                  <tspan x={shape.x} dy="16">
                    {shape.text}
                  </tspan>
                </text>
              )}
            </>,
          ),
        )}
        {scene.lines.map((line) =>
          opened(
            line,
            <path d={line.d} className={`map-line tone-${line.tone ?? 'plain'}${line.surveyed ? '' : ' map-traced'}`}>
              <title>{line.name}</title>
            </path>,
          ),
        )}
        {scene.spots.map((spot) =>
          opened(
            spot,
            <>
              <title>{spot.name}</title>
              <circle cx={spot.x} cy={spot.y} r="9" className={`map-spot tone-${spot.tone ?? 'none'}`} />
              <text x={spot.x} y={spot.y + 4} className="on-dark map-number">
                {spot.number}
              </text>
            </>,
          ),
        )}
      </svg>
      <figcaption className="quiet">
        {label}。{SKETCH}。{lines.length > 0 && '线照录入的点依次连成，虚线是没有勘测的示意。'}
        {Object.keys(tones).length > 0 && (
          <span className="map-tones">
            {toneOrder.flatMap((tone) =>
              tones[tone] ? (
                <span key={tone}>
                  <i className={`tone-${tone}`} aria-hidden="true" />
                  {tones[tone]}
                </span>
              ) : (
                []
              ),
            )}
          </span>
        )}
        {[...(shades?.values() ?? [])].some(({ text }) => text !== '') && (
          <span className="map-key" aria-hidden="true">
            少
            {Array.from({ length: SHADES }, (_, i) => (
              <i key={String(i)} className={`key-${i}`} />
            ))}
            多
          </span>
        )}
      </figcaption>
    </figure>
  );
}
