/** 隐患台账: the funnel from found to closed, the overdue on top; one danger with what happened to it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { CheckLink } from './Checks.tsx';
import type { DangerBrief, DangerList, DangerView } from './supervisionContent.ts';

const Marks = ({ danger }: { danger: DangerBrief }) => (
  <>
    {danger.gradeZh && (
      <Tag tone={danger.grade === 'major' ? 'bad' : danger.grade === 'larger' ? 'warn' : 'plain'}>{danger.gradeZh}</Tag>
    )}
    {danger.supervised && <Tag tone="bad">挂牌督办</Tag>}
    {danger.rebound && <Tag tone="warn">反弹</Tag>}
    {danger.extensionZh && <Tag>{danger.extensionZh}</Tag>}
  </>
);

const Due = ({ danger }: { danger: DangerBrief }) => {
  if (danger.closedOn)
    return (
      <>
        <Day on={danger.closedOn} />
        销号
      </>
    );
  if (!danger.dueOn) return <span className="quiet">定级以后算</span>;
  return (
    <>
      <Day on={danger.dueOn} />
      {danger.daysLate > 0 && (
        <Tag tone="bad">
          逾期{danger.daysLate}天{danger.overdueZh && `，${danger.overdueZh}`}
        </Tag>
      )}
    </>
  );
};

export function Dangers() {
  const session = useSession();
  const [state, setState] = useState<string>('');
  const path = `/api/care-supervision/dangers${state ? `?state=${state}` : ''}`;
  const query = useQuery({ queryKey: [path], queryFn: () => api.get<DangerList>(path) });
  return (
    <Answered query={query}>
      {(data) => (
        <Page
          title="隐患台账"
          lead="发现、定级、整改、复查、销号。安全的期限从发现那天算，不因放假顺延。"
          aside={<Offers offers={data.offers} division={homeDivision(session)} first="primary" />}
        >
          <div className="filters">
            <Segmented
              aria-label="看哪些"
              value={state}
              options={[
                { value: '', label: `全部${data.funnel.reduce((sum, f) => sum + f.n, 0)}` },
                ...data.funnel.map(({ state, zh, n }) => ({ value: state, label: `${zh}${n}` })),
                { value: 'late', label: `逾期${data.late}` },
              ]}
              onChange={setState}
            />
          </div>
          <p className="quiet">
            今年到期的按期整改率：
            {data.onTime.den === 0
              ? '还没有到期的'
              : `${data.onTime.num}／${data.onTime.den}（${Math.floor((data.onTime.num * 1000) / data.onTime.den) / 10}%）`}
          </p>
          <div className="sheet">
            <DataTable
              caption="隐患"
              rows={data.rows}
              rowKey={(row) => row.id}
              tone={(row) => (row.daysLate > 0 ? 'row-bad' : undefined)}
              empty="没有隐患。"
              columns={[
                {
                  key: 'rule',
                  title: '隐患',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/dangers/$dangerId' as never} params={{ dangerId: row.id } as never}>
                      {row.rule}
                    </Link>
                  ),
                },
                { key: 'home', title: '机构', render: (row) => row.objectName },
                { key: 'place', title: '在哪里', render: (row) => row.place },
                { key: 'grade', title: '级别', render: (row) => <Marks danger={row} /> },
                { key: 'state', title: '状态', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                { key: 'due', title: '期限', kind: 'wide', render: (row) => <Due danger={row} /> },
                { key: 'found', title: '发现', deskOnly: true, render: (row) => <Day on={row.foundOn} /> },
              ]}
            />
          </div>
        </Page>
      )}
    </Answered>
  );
}

export function Danger() {
  const { dangerId } = useParams({ strict: false }) as { dangerId: string };
  const path = `/api/care-supervision/dangers/${dangerId}`;
  const query = useQuery({ queryKey: [path], queryFn: () => api.get<DangerView>(path) });
  return (
    <Answered query={query}>
      {(danger) => (
        <Page
          title={danger.rule}
          lead={
            <>
              {danger.objectName}，{danger.place}，{danger.no}
            </>
          }
          aside={<Offers offers={danger.offers} division={danger.division} first="primary" />}
        >
          <Section title="现在" aside={<Tag tone={danger.tone}>{danger.stateZh}</Tag>}>
            <Facts
              rows={[
                { label: '级别', value: danger.gradeZh ? <Marks danger={danger} /> : '待定级' },
                { label: '期限', value: <Due danger={danger} /> },
                ...(danger.supervised ? [{ label: '新收住', value: '暂停，销号以后恢复' }] : []),
                ...(danger.reviewBy ? [{ label: '最迟复查', value: <Day on={danger.reviewBy} /> }] : []),
                { label: '措施', value: danger.measures || '定级时写明' },
                {
                  label: '发现',
                  value: (
                    <>
                      {danger.sourceZh}，{danger.reportedName}，<Day on={danger.foundOn} />
                    </>
                  ),
                },
                { label: '哪里', value: <DivisionName name={danger.divisionName} /> },
                ...(danger.taskId ? [{ label: '检查', value: <CheckLink id={danger.taskId}>打开那一次检查</CheckLink> }] : []),
              ]}
            />
          </Section>
          <Section title="经过">
            <ol className="plain-list">
              {[...danger.steps].reverse().map((step) => (
                <li key={step.seq}>
                  <p className="line">
                    <b>{step.zh}</b>
                    {step.photo && <Tag>有照片</Tag>}
                  </p>
                  <p>{step.note}</p>
                  <p className="quiet line">
                    <span>{step.byName}</span>
                    <Moment at={step.at} />
                  </p>
                </li>
              ))}
            </ol>
          </Section>
        </Page>
      )}
    </Answered>
  );
}
