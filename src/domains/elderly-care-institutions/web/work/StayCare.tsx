/** 一位老人的照护: the plan, the nine risks, and a week of what was done. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, FoldedSection, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { CareFile, RestraintView } from '../../care/content.ts';
import './bedside.css';
import { OnShift } from './OnShift.tsx';
import { Records } from './Records.tsx';

export function StayCare() {
  const { stayId } = useParams({ strict: false }) as { stayId: string };
  const file = useQuery({
    queryKey: ['/api/stays', stayId, 'care'],
    queryFn: () => api.get<CareFile>(`/api/stays/${stayId}/care`),
  });
  return <OnShift query={file}>{(data) => <Whole file={data} />}</OnShift>;
}

/** The days before today are folded: a week of a bed that is turned every two hours is long. */
function DayRecords({ day, first }: { day: CareFile['days'][number]; first: boolean }) {
  const [open, setOpen] = useState(first);
  const unsigned = day.tasks.filter((t) => t.state === 'missed').length;
  return (
    <FoldedSection
      title={`${longDate(day.day)}的照护：${day.tasks.length}项${unsigned > 0 ? `，${unsigned}项没有签` : ''}`}
      open={open}
      onToggle={setOpen}
    >
      <Records tasks={day.tasks} />
    </FoldedSection>
  );
}

/** 约束保护: the one that runs first, with what is overdue. */
function Restraints({ rows, of }: { rows: readonly RestraintView[]; of: string }) {
  const session = useSession();
  return rows.length === 0 ? null : (
    <Section title="约束保护">
      <DataTable
        caption="约束保护"
        rows={rows}
        rowKey={(row) => row.id}
        tone={(row) => (row.late ? 'row-bad' : undefined)}
        columns={[
          {
            key: 'way',
            title: '怎么约束',
            kind: 'main',
            render: (row) => (
              <>
                {row.wayZh} {row.endedAt === null && <Tag tone={row.late ? 'bad' : 'now'}>{row.late ? '该看了' : '约束中'}</Tag>}
              </>
            ),
          },
          {
            key: 'when',
            title: '时间',
            kind: 'wide',
            wraps: true,
            render: (row) => (
              <>
                <Moment at={row.startAt} />
                起，最长{row.maxHours}小时
                {row.nextLook && (
                  <>
                    ，<Moment at={row.nextLook} />
                    前看一次
                  </>
                )}
                {row.endedAt && (
                  <>
                    ，<Moment at={row.endedAt} />
                    解除：{row.endedWhy}
                  </>
                )}
              </>
            ),
          },
          {
            key: 'order',
            title: '医嘱和同意',
            kind: 'wide',
            wraps: true,
            render: (row) => `${row.reason}；医嘱${row.order}；${row.consentBy}同意`,
          },
          {
            key: 'looks',
            title: '观察',
            kind: 'wide',
            wraps: true,
            render: (row) => (
              <ul className="plain-list">
                {row.looks.map((look) => (
                  <li key={look.id}>
                    <Moment at={look.at} />
                    {look.by}：{look.note}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) => <Offers offers={row.offers} of={of} division={homeDivision(session)} inRow />,
          },
        ]}
      />
    </Section>
  );
}

/** 健康档案: opened by a press, since each look is on record. */
function Health({ stayId, known }: { stayId: string; known: boolean }) {
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['/api/stays', stayId, 'health'],
    queryFn: () => api.get<{ rows: { label: string; value: string }[] | null }>(`/api/stays/${stayId}/health`),
    enabled: open,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Section title="健康档案">
      {!known ? (
        <p className="quiet">没有登记，或者老人没有同意给机构看。签了单独同意书的，护理主管在上面登记。</p>
      ) : open ? (
        <Answered query={query}>{({ rows }) => <Facts rows={rows ?? []} />}</Answered>
      ) : (
        <p>
          <Button onClick={() => setOpen(true)}>打开看（会留下记录）</Button>
        </p>
      )}
    </Section>
  );
}

function Whole({ file }: { file: CareFile }) {
  const session = useSession();
  const { plan } = file;
  return (
    <Page
      title={`${file.name}：照护`}
      lead={`${file.bed}，${file.levelZh}`}
      aside={
        <Link to={'/stays/$stayId' as never} params={{ stayId: file.stayId } as never}>
          ← 入住和账单
        </Link>
      }
    >
      <Section title="照护计划">
        <p className="choices">
          <Offers offers={file.offers} of={file.name} division={homeDivision(session)} first="primary" />
        </p>
        {plan === null ? (
          <p className="quiet">
            还没有定。最迟
            <Day on={file.planDue} />
            ；打开“定照护计划”时，已按护理等级和风险列好，逐项改。
          </p>
        ) : (
          <>
            <Facts
              rows={[
                { label: '目标', value: plan.goals },
                ...(plan.wishes ? [{ label: '意愿', value: plan.wishes }] : []),
                ...(plan.doctor ? [{ label: '医嘱', value: plan.doctor }] : []),
                {
                  label: '第几份',
                  value: (
                    <>
                      第{plan.no}份，{plan.madeName}
                      <Moment at={plan.fromAt} />定{file.earlier.length > 0 && `；以前${file.earlier.length}份留着`}
                    </>
                  ),
                },
              ]}
            />
            <DataTable
              caption="计划的项目"
              rows={plan.items}
              rowKey={(row) => `${row.what}${row.times}`}
              columns={[
                { key: 'what', title: '做什么', kind: 'main', render: (row) => row.what },
                { key: 'times', title: '几点', kind: 'wide', wraps: true, render: (row) => row.times },
                { key: 'days', title: '哪几天', render: (row) => row.days },
              ]}
            />
          </>
        )}
      </Section>
      <Restraints rows={file.restraints} of={file.name} />
      <Health stayId={file.stayId} known={file.health} />
      <Section title="代管药品">
        <DataTable
          caption="代管药品"
          rows={file.medications}
          rowKey={(row) => row.id}
          empty="没有代管的药品。"
          columns={[
            {
              key: 'drug',
              title: '药',
              kind: 'main',
              render: (row) => (
                <>
                  {row.drug} {row.ended && <Tag>已停</Tag>}
                </>
              ),
            },
            { key: 'dose', title: '怎么用', kind: 'wide', wraps: true, render: (row) => `${row.dose}，${row.times}` },
            { key: 'doctor', title: '医嘱和委托', render: (row) => `${row.doctor}；${row.entrustedBy}委托` },
            {
              key: 'stock',
              title: '还剩',
              render: (row) => (
                <>
                  {row.stock}，够{row.daysLeft}天 {!row.ended && row.daysLeft < 3 && <Tag tone="bad">快用完</Tag>}
                </>
              ),
            },
            {
              key: 'act',
              title: '办理',
              kind: 'actions',
              render: (row) => <Offers offers={row.offers} of={row.drug} division={homeDivision(session)} inRow />,
            },
          ]}
        />
      </Section>
      <Section title="九项安全风险">
        <p>
          {file.risks.map((r) => (
            <Tag key={r.zh} tone={r.high ? 'bad' : 'plain'}>
              {r.zh}
              {r.levelZh}
            </Tag>
          ))}
        </p>
        {file.measures && <p>防范措施：{file.measures}</p>}
        <p className="quiet">
          {file.risksOn ? (
            <>
              <Day on={file.risksOn} />
              评的，
              <Day on={file.risksDue} />
              以前重评
            </>
          ) : (
            '还没有评过'
          )}
        </p>
      </Section>
      {file.days
        .filter((day) => day.tasks.length > 0)
        .map((day, i) => (
          <DayRecords key={day.day} day={day} first={i === 0} />
        ))}
    </Page>
  );
}
