/** The library: found by words, type and place; what waits for a person first where it is asked for. */
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type Figures, type Project, type Sums, tenThousands } from './content.ts';
import { narrowing, ProjectFilters } from './ProjectFilters.tsx';

interface Props {
  figures: Figures;
  fields: readonly FormField[];
  refresh: () => Promise<unknown>;
}

export function ProjectList({ figures, fields, refresh }: Props) {
  const session = useSession();
  const [search, change] = useTextSearch();
  const [asked, setAsked] = useState<Project | null>(null);
  const { open, alarm, unchecked, dropped, entered } = search;
  const list = useKeyset<Project, { sums: Sums }>('/api/projects', narrowing(search), 'after');
  const sums = list.head?.sums;
  const confirms = may(session, 'POST /api/projects/:id/confirmation');
  const { open: waiting } = figures;
  return (
    <Section title="项目">
      <ProjectFilters figures={figures} />
      <Chips
        label="看哪些"
        options={[
          { value: '', label: '全部' },
          { value: 'place', label: `地点待确认 ${waiting.place}` },
          { value: 'units', label: `个数待确认 ${waiting.units}` },
          { value: 'county', label: `只认到县的单个项目 ${waiting.county}` },
          { value: 'unchecked', label: `月报待核 ${waiting.unchecked}` },
          ...(waiting.entered > 0 ? [{ value: 'entered', label: `未列入印发表的 ${waiting.entered}` }] : []),
          ...(waiting.dropped > 0 ? [{ value: 'dropped', label: `现行表里没有、已有进度的 ${waiting.dropped}` }] : []),
          ...figures.alarms.map((a) => ({ value: a.alarm, label: `${a.zh} ${a.rows}` })),
        ]}
        value={open ?? alarm ?? (unchecked && 'unchecked') ?? (dropped && 'dropped') ?? (entered && 'entered') ?? ''}
        onChange={(value) =>
          change({
            open: ['place', 'units', 'county'].includes(value) ? value : undefined,
            alarm: figures.alarms.some((a) => a.alarm === value) ? value : undefined,
            unchecked: value === 'unchecked' ? '1' : undefined,
            dropped: value === 'dropped' ? '1' : undefined,
            entered: value === 'entered' ? '1' : undefined,
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
                {!row.printed && <Tag tone="plain">未列入印发表</Tag>}
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
                {row.location !== '' && (
                  <span className="quiet">
                    {' '}
                    {row.printed ? '印' : '报'}作“{row.location}”
                  </span>
                )}
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
          send={(input, requestId) =>
            api.post(`/api/projects/${asked.id}/confirmation`, { ...input, version: asked.version, requestId })
          }
          onDone={async () => void (await refresh())}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}
