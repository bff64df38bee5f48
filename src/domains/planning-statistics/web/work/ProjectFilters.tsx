/** What narrows every view of the library, in the address: so that a number of one view opens the list of another. */
import { Button, Input, Select } from 'antd';
import { type TextSearch, useTextSearch } from '../../../../web/workbench/search.ts';
import { type Source, sides, sources } from '../../progress/terms.ts';
import type { Figures } from './content.ts';

const keys = [
  'q',
  'category',
  'division',
  'exact',
  'open',
  'stage',
  'side',
  'alarm',
  'unchecked',
  'dropped',
  'entered',
  'source',
  'starts',
  'finishes',
] as const;

/** Of the address, what narrows the projects. */
export const narrowing = (search: TextSearch): Record<string, string | undefined> =>
  Object.fromEntries(keys.map((key) => [key, search[key]]));

/** What a number of another view has opened, with the way back to all. */
function opened(search: TextSearch): { key: 'source' | 'starts' | 'finishes'; zh: string }[] {
  const { source, starts, finishes } = search;
  return [
    ...(source ? [{ key: 'source' as const, zh: `有${sources[source as Source] ?? source}资金的` }] : []),
    ...(starts ? [{ key: 'starts' as const, zh: `计划${starts}年开工的` }] : []),
    ...(finishes ? [{ key: 'finishes' as const, zh: `计划${finishes}年竣工的` }] : []),
  ];
}

export function ProjectFilters({ figures }: { figures: Figures }) {
  const [search, change] = useTextSearch();
  const { q, category, division, stage, side } = search;
  const given = Object.entries(narrowing(search)).flatMap(([key, value]) => (value ? [[key, value]] : []));
  return (
    <>
      <div className="choices">
        <Input.Search
          allowClear
          defaultValue={q}
          placeholder="名称、地点、实施单位"
          aria-label="按名称、地点、实施单位查"
          onSearch={(value) => change({ q: value.trim() })}
          style={{ maxWidth: 260 }}
        />
        <Select
          allowClear
          value={category}
          placeholder="全部类型"
          aria-label="项目类型"
          style={{ minWidth: 220 }}
          options={figures.categories.map((c) => ({ value: c.category, label: c.category }))}
          onChange={(value: string | undefined) => change({ category: value })}
        />
        <Select
          allowClear
          value={division}
          placeholder="全市"
          aria-label="地区"
          style={{ minWidth: 160 }}
          options={figures.places.flatMap((county) => [
            { value: county.place, label: county.name },
            ...county.townships.filter((t) => t.place !== county.place).map((t) => ({ value: t.place, label: `　${t.name}` })),
          ])}
          onChange={(value: string | undefined) => change({ division: value, exact: undefined })}
        />
        <Select
          allowClear
          value={stage}
          placeholder="全部阶段"
          aria-label="阶段"
          style={{ minWidth: 140 }}
          options={figures.stages.map((s) => ({ value: s.stage, label: `${s.zh} ${s.rows}` }))}
          onChange={(value: string | undefined) => change({ stage: value })}
        />
        <Select
          allowClear
          value={side}
          placeholder="全部状态"
          aria-label="状态"
          style={{ minWidth: 110 }}
          options={Object.entries(sides).flatMap(([value, label]) => (value === 'none' ? [] : [{ value, label }]))}
          onChange={(value: string | undefined) => change({ side: value })}
        />
        <a href={`/api/projects/export?${new URLSearchParams(given as [string, string][])}`}>导出（XLSX）</a>
      </div>
      {opened(search).map(({ key, zh }) => (
        <p key={key} className="choices">
          只看{zh}
          <Button size="small" onClick={() => change({ [key]: undefined })}>
            看全部
          </Button>
        </p>
      ))}
    </>
  );
}
