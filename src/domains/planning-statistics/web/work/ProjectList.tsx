/** The library: found by words, type and place; what waits for a person first where it is asked for. */
import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { sides } from '../../progress/terms.ts';
import { type Figures, type Project, type Sums, tenThousands } from './content.ts';

interface Props {
  figures: Figures;
  fields: readonly FormField[];
  refresh: () => Promise<unknown>;
}

export function ProjectList({ figures, fields, refresh }: Props) {
  const session = useSession();
  const [search, change] = useTextSearch();
  const [asked, setAsked] = useState<Project | null>(null);
  const { q, category, division, exact, open, stage, side, alarm, unchecked, dropped, source, starts, finishes } = search;
  const filter = { q, category, division, exact, open, stage, side, alarm, unchecked, dropped, source, starts, finishes };
  const list = useKeyset<Project, { sums: Sums }>('/api/projects', filter, 'after');
  const sums = list.head?.sums;
  const confirms = may(session, 'POST /api/projects/:id/confirmation');
  const { open: waiting } = figures;
  const address = new URLSearchParams(Object.entries(filter).flatMap(([k, v]) => (v ? [[k, v]] : [])) as [string, string][]);
  return (
    <Section title="项目">
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
        <a href={`/api/projects/export?${address}`}>导出（XLSX）</a>
      </div>
      <Chips
        label="看哪些"
        options={[
          { value: '', label: '全部' },
          { value: 'place', label: `地点待确认 ${waiting.place}` },
          { value: 'units', label: `个数待确认 ${waiting.units}` },
          { value: 'county', label: `只认到县的单个项目 ${waiting.county}` },
          { value: 'unchecked', label: `月报待核 ${waiting.unchecked}` },
          ...(waiting.dropped > 0 ? [{ value: 'dropped', label: `现行表里没有、已有进度的 ${waiting.dropped}` }] : []),
          ...figures.alarms.map((a) => ({ value: a.alarm, label: `${a.zh} ${a.rows}` })),
        ]}
        value={open ?? alarm ?? (unchecked && 'unchecked') ?? (dropped && 'dropped') ?? ''}
        onChange={(value) =>
          change({
            open: ['place', 'units', 'county'].includes(value) ? value : undefined,
            alarm: figures.alarms.some((a) => a.alarm === value) ? value : undefined,
            unchecked: value === 'unchecked' ? '1' : undefined,
            dropped: value === 'dropped' ? '1' : undefined,
          })
        }
      />
      {sums && (
        <p aria-live="polite">
          <b className="num">{sums.rows}</b>行，<b className="num">{sums.units}</b>个项目，投资
          <b className="num">{tenThousands(sums.investmentFen)}</b>万元
        </p>
      )}
      <KeysetTable
        caption="规划项目"
        list={list}
        rowKey={(row) => row.id}
        empty="没有符合条件的项目。"
        columns={[
          {
            key: 'name',
            title: '项目',
            kind: 'main',
            wraps: true,
            render: (row) => (
              <>
                <Link to={'/projects/$projectId' as never} params={{ projectId: row.id } as never}>
                  {row.name}
                </Link>
                {row.levelZh === '市级' && <Tag tone="now">市级</Tag>}
              </>
            ),
          },
          { key: 'type', title: '类型', kind: 'wide', deskOnly: true, render: (row) => row.subcategory || row.category },
          {
            key: 'place',
            title: '在哪里',
            kind: 'wide',
            render: (row) => (
              <>
                <DivisionName name={row.divisionName} />
                {row.placeState === 'open' && <Tag tone="warn">待确认</Tag>}
                {row.location !== '' && <span className="quiet"> 印作“{row.location}”</span>}
              </>
            ),
          },
          {
            key: 'units',
            title: '个数',
            kind: 'number',
            render: (row) => (
              <>
                {row.units}
                {row.unitsProposed !== null && <Tag tone="warn">是不是{row.unitsProposed}个</Tag>}
              </>
            ),
          },
          { key: 'money', title: '投资（万元）', kind: 'number', render: (row) => tenThousands(row.investmentFen) },
          {
            key: 'stage',
            title: '阶段',
            render: (row) => (
              <>
                <Tag tone={row.stage === 'in-use' ? 'good' : row.stage === 'reserve' ? 'plain' : 'now'}>{row.stageZh}</Tag>
                {row.side !== 'none' && <Tag tone={row.side === 'adjusted' ? 'now' : 'bad'}>{row.sideZh}</Tag>}
                {row.alarmsZh.map((zh) => (
                  <Tag key={zh} tone="warn">
                    {zh}
                  </Tag>
                ))}
                {row.reportedMonth && <span className="quiet"> 报到{row.reportedMonth}</span>}
              </>
            ),
          },
          ...(confirms && open
            ? [
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions' as const,
                  render: (row: Project) => (
                    <Button size="small" aria-label={`${row.name}：确认地点和个数`} onClick={() => setAsked(row)}>
                      确认
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {asked && (
        <FormDrawer
          title={asked.name}
          causes={
            <>
              印出的那一行不会变：第{asked.rowNo}行，地点“{asked.location || '（空）'}”，{tenThousands(asked.investmentFen)}万元，
              {asked.implementer}。
              {asked.candidateNames.length > 0 && `可能是：${asked.candidateNames.map((c) => c.name).join('、')}。`}
            </>
          }
          fields={fields}
          initial={{ division: asked.division, units: asked.unitsProposed ?? asked.units }}
          division={homeDivision(session)}
          button="确认"
          send={(input) =>
            api.post(`/api/projects/${asked.id}/confirmation`, { ...input, version: asked.version, requestId: newRequestId() })
          }
          onDone={async () => void (await refresh())}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}
