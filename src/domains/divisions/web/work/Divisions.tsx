/** 行政区划: the units of any day with what has changed since another, and the dossiers of changes. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { DatedUnit, DivisionsOn, DossierList, DossierRow } from './content.ts';

export const dossierTone = (state: DossierRow['state']): 'good' | 'warn' | 'now' =>
  state === 'completed' || state === 'approved' ? 'good' : state === 'refused' || state === 'withdrawn' ? 'warn' : 'now';

export function Divisions() {
  const session = useSession();
  const navigate = useNavigate();
  const [drafting, setDrafting] = useState(false);
  const list = useKeyset<DossierRow, DossierList>('/api/division-changes');
  return (
    <Page
      title="行政区划"
      lead="哪一天有哪些单位、叫什么、归哪里，随时查得到。撤并、改名、换代码在这里办；到生效那天，人、办件、待遇和账号自动归过去。"
      aside={
        may(session, 'POST /api/division-changes') && (
          <Button type="primary" disabled={!list.head} onClick={() => setDrafting(true)}>
            拟定变更方案
          </Button>
        )
      }
    >
      <Section title="区划变更">
        <KeysetTable
          caption="区划变更"
          list={list}
          rowKey={(row) => row.id}
          empty="还没有区划变更。"
          columns={[
            {
              key: 'title',
              title: '变更',
              kind: 'main',
              render: (row) => (
                <Link to={'/divisions/changes/$changeId' as never} params={{ changeId: row.id } as never}>
                  {row.title}
                </Link>
              ),
            },
            { key: 'type', title: '类型', render: (row) => row.typeZh },
            {
              key: 'state',
              title: '状态',
              render: (row) => (
                <>
                  <Tag tone={dossierTone(row.state)}>{row.stateZh}</Tag>
                  {row.overdue && <Tag tone="bad">超过完成期限</Tag>}
                </>
              ),
            },
            { key: 'place', title: '地区', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'effective', title: '生效日期', render: (row) => <Day on={row.effectiveOn} /> },
          ]}
        />
      </Section>
      <OnDay />
      {drafting && list.head && (
        <FormDrawer
          title="拟定变更方案"
          causes="保存以后先看影响分析；没有批准以前什么都不变。"
          fields={list.head.form}
          division={homeDivision(session)}
          button="保存方案"
          send={(input, requestId) => api.post<{ id: string }>('/api/division-changes', { ...input, requestId })}
          onDone={({ id }) => navigate({ to: '/divisions/changes/$changeId' as never, params: { changeId: id } as never })}
          onClose={() => setDrafting(false)}
        />
      )}
    </Page>
  );
}

/** The units of a day: today, unless another is asked for; beside them what is different from an earlier one. */
function OnDay() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const day = search.on ?? session.today;
  const against = search.against;
  const query = useQuery({
    queryKey: ['/api/divisions/on', day, against ?? ''],
    queryFn: () => api.get<DivisionsOn>(`/api/divisions/on/${day}${against ? `?against=${against}` : ''}`),
  });
  if (query.isPending) return <Loading />;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { counts, rows, began, ended } = query.data;
  const counties = rows.filter((row) => row.level === 'county');
  const below = (parent: string, level: string) =>
    rows.filter((row) => row.level === level && row.code.startsWith(parent.slice(0, 6)));
  /** As the law counts them, with what is listed beside. */
  const counted = (units: readonly DatedUnit[]): string => {
    const legal = units.filter((unit) => unit.legal).length;
    return legal === units.length ? String(legal) : `${legal}，另有${units.length - legal}`;
  };
  const differing = [
    ...began.map((row) => ({ ...row, change: '新的' })),
    ...ended.map((row) => ({ ...row, change: '没有了的' })),
  ];
  return (
    <Section title="某一天的区划">
      <div className="choices">
        <label>
          哪一天 <input type="date" value={day} onChange={(e) => change({ on: e.target.value || undefined })} />
        </label>
        <label>
          与哪一天比{' '}
          <input type="date" value={against ?? ''} onChange={(e) => change({ against: e.target.value || undefined })} />
        </label>
        <a href={`/api/divisions/on/${day}`}>下载（JSON）</a>
      </div>
      <Facts
        rows={[
          { label: '县（市、区）', value: `${counts.counties}个` },
          { label: '乡级行政区', value: `${counts.townships}个，另有开发区、农场等${counts.otherTownships}个` },
          { label: '村（社区）', value: `${counts.villages}个，另有其他${counts.otherVillages}个` },
        ]}
      />
      {against && (
        <DataTable<DatedUnit & { change: string }>
          caption="两天之间的变化"
          rows={differing}
          rowKey={(row) => `${row.change} ${row.code} ${row.name}`}
          empty="这两天之间没有变化。"
          columns={[
            {
              key: 'change',
              title: '变化',
              render: (row) => <Tag tone={row.change === '新的' ? 'good' : 'warn'}>{row.change}</Tag>,
            },
            { key: 'name', title: '名称', kind: 'main', render: (row) => row.name },
            { key: 'code', title: '代码', render: (row) => row.code },
            { key: 'kind', title: '类型', render: (row) => row.kind },
          ]}
        />
      )}
      <DataTable
        caption="各县（市、区）"
        rows={counties}
        rowKey={(row) => row.code}
        columns={[
          { key: 'name', title: '县（市、区）', kind: 'main', render: (row) => row.name },
          { key: 'code', title: '代码', render: (row) => row.code },
          { key: 'townships', title: '乡镇（街道）', kind: 'number', render: (row) => counted(below(row.code, 'township')) },
          { key: 'villages', title: '村（社区）', kind: 'number', render: (row) => counted(below(row.code, 'village')) },
          {
            key: 'units',
            title: '有哪些',
            kind: 'wide',
            wraps: true,
            render: (row) =>
              [true, false]
                .map((legal) =>
                  below(row.code, 'township')
                    .filter((unit) => unit.legal === legal)
                    .map((unit) => unit.name)
                    .join('、'),
                )
                .filter(Boolean)
                .join('；另有'),
          },
        ]}
      />
    </Section>
  );
}
