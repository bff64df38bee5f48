/** 动态复核: what falls due in each class, who came and who left; the county's and the township's calendar of reviews. */
import { Segmented } from 'antd';
import { useState } from 'react';
import type { PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName, Month, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { type ReviewClass, reviewClasses } from '../../review/terms.ts';

interface Due {
  id: string;
  personId: string;
  name: string;
  divisionName: string;
  dueOn: PlainDate;
  opensOn: PlainDate;
  openedOn: PlainDate | null;
  caseId: string | null;
  overdue: boolean;
}

interface Move {
  id: string;
  personName: string;
  whatZh: string;
  fromName: string;
  toName: string;
  movedOn: PlainDate;
  lastMonth: YearMonth;
  firstMonth: YearMonth;
  provisionalTo: YearMonth;
  caseId: string | null;
  stateZh: string;
}

type View = ReviewClass | 'in' | 'out';
const views: Readonly<Record<View, string>> = { ...reviewClasses, in: '迁入接续', out: '迁出移交' };

const leads: Readonly<Record<View, string>> = {
  dibao: '收入不固定、有劳动能力成员的半年一次，其他每年一次；到期前30天自动开出。',
  tekun: '每年一次：见到本人、仍没有生活来源、再问一次供养意愿。到期前30天自动开出。',
  edge: '每年一次，按现在的情况重新核算属于哪一类。到期前30天自动开出。',
  rigid: '有效期最长12个月，期满前由家庭重新申请，没有变化的材料不用再交。',
  in: '迁出地移交的档案先接收，三个月内重新确认；期间低保、特困供养按本县标准先发，认定继续有效。',
  out: '低保、特困供养由本县发到迁出的当月，认定继续有效；迁入地接收和确认的情况在这里看得到。',
};

export function Reviews() {
  const [view, setView] = useState<View>('dibao');
  return (
    <Page title="动态复核" lead={leads[view]}>
      <div className="filters">
        <Segmented
          value={view}
          onChange={(v) => setView(v as View)}
          options={Object.entries(views).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {view === 'in' || view === 'out' ? <Moves way={view} /> : <DueList of={view} />}
    </Page>
  );
}

const opened = (row: Due, of: ReviewClass) =>
  row.caseId ? (
    <CaseLink id={row.caseId}>正在复核</CaseLink>
  ) : row.openedOn ? (
    <>
      <Day on={row.openedOn} /> {of === 'rigid' ? '已提醒' : '开出'}
    </>
  ) : (
    <>
      <Day on={row.opensOn} /> {of === 'rigid' ? '提醒' : '开出'}
    </>
  );

function DueList({ of }: { of: ReviewClass }) {
  const list = useKeyset<Due>('/api/reviews/due', { class: of });
  return (
    <Section title={of === 'rigid' ? '到期的认定' : '复核安排'}>
      <KeysetTable
        caption={`${reviewClasses[of]}的复核安排`}
        list={list}
        rowKey={(row) => row.id}
        empty="这一类还没有要复核的。"
        columns={[
          {
            key: 'name',
            title: '户主或本人',
            kind: 'main',
            render: (row) => <PersonName id={row.personId} name={row.name} />,
          },
          { key: 'place', title: '村（社区）', render: (row) => <DivisionName name={row.divisionName} /> },
          {
            key: 'due',
            title: '到期',
            render: (row) => (
              <>
                <Day on={row.dueOn} /> {row.overdue && <Tag tone="bad">已超期</Tag>}
              </>
            ),
          },
          {
            key: 'opened',
            title: of === 'rigid' ? '提醒' : '复核',
            kind: 'wide',
            render: (row) => opened(row, of),
          },
        ]}
      />
    </Section>
  );
}

const tones: Readonly<Record<string, 'good' | 'warn' | 'now'>> = { 已重新确认: 'good', 待接收: 'warn', 重新确认中: 'now' };

function Moves({ way }: { way: 'in' | 'out' }) {
  const list = useKeyset<Move>('/api/moves', { way });
  return (
    <Section title={views[way]}>
      <KeysetTable
        caption={views[way]}
        list={list}
        rowKey={(row) => row.id}
        empty={way === 'in' ? '没有从外县迁入的救助家庭。' : '没有迁出本县的救助家庭。'}
        columns={[
          {
            key: 'name',
            title: '家庭',
            kind: 'main',
            render: (row) => (row.caseId ? <CaseLink id={row.caseId}>{row.personName}</CaseLink> : row.personName),
          },
          { key: 'what', title: '接续什么', render: (row) => row.whatZh },
          {
            key: 'place',
            title: way === 'in' ? '从哪里迁来' : '迁到哪里',
            render: (row) => <DivisionName name={way === 'in' ? row.fromName : row.toName} />,
          },
          { key: 'moved', title: '户口迁移', render: (row) => <Day on={row.movedOn} /> },
          {
            key: 'months',
            title: '发放接续',
            kind: 'wide',
            render: (row) => (
              <>
                迁出地到 <Month month={row.lastMonth} />
                ，迁入地从 <Month month={row.firstMonth} /> 起
              </>
            ),
          },
          { key: 'state', title: '档案', render: (row) => <Tag tone={tones[row.stateZh] ?? 'plain'}>{row.stateZh}</Tag> },
        ]}
      />
    </Section>
  );
}
