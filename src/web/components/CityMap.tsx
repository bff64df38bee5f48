/**
 * 地图 of the workbench: counties shaded by a figure, each a link by mouse and keyboard; points with their numbers. The same figures stand in the table beside
 * it, so that nothing is told by the drawing alone. Nothing where the city has no outlines.
 */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Outline, SKETCH } from '../../kernel/division/index.ts';
import { SHADES, type Shade, type Spot, sceneOf } from '../../kernel/map/index.ts';
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

export function CityMap<S extends Spot>({
  label,
  shades,
  land,
  spots = [],
  hrefOf,
}: {
  /** What the shades say: 各县（市、区）超期办件. */
  label: string;
  shades?: ReadonlyMap<string, Shade>;
  /** In place of the shaded counties: the one in which the points are. */
  land?: string;
  spots?: readonly S[];
  /** What a county opens. */
  hrefOf?: (code: string) => MapLink;
}) {
  const outlines = useOutlines().filter(({ id }) => (land === undefined ? (shades?.has(id) ?? false) : id === land));
  const scene = sceneOf({ outlines, spots, width: 360, most: 420, ...(shades ? { shades } : {}) });
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
  return (
    <figure className="city-map">
      {/* 里面的每一处都是链接，不是一张图 */}
      <svg viewBox={`0 0 ${width} ${height}`} role={hrefOf ? 'group' : 'img'} aria-label={label}>
        <defs>
          <pattern id="missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--paper)" />
            <rect width="2" height="6" fill="var(--line-2)" />
          </pattern>
        </defs>
        {shapes.map((shape) =>
          link(
            shape.code,
            `${shape.name}，${shape.text}`,
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
        {scene.spots.map((spot) => (
          <g key={spot.id}>
            <title>{spot.name}</title>
            <circle cx={spot.x} cy={spot.y} r="9" className="map-spot" />
            <text x={spot.x} y={spot.y + 4} className="on-dark map-number">
              {spot.number}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className="quiet">
        {label}。{SKETCH}。
        {shades && (
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
