/** 护理站: plans and risks that are due, what was missed and signed in bulk, the night and the shifts. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { NursingRow, Nursing as Station } from '../../care/content.ts';
import { OnShift } from './OnShift.tsx';
import { useOwn } from './own.ts';

export function Nursing() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <OfHome id={id} />}</Answered>;
}

function OfHome({ id }: { id: string }) {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/institutions', id, 'nursing'],
    queryFn: () => api.get<Station>(`/api/institutions/${id}/nursing`),
  });
  return (
    <OnShift query={query}>
      {(station) => (
        <Page
          title={`${station.name}：护理站`}
          lead="照护计划、今天的任务、巡查和交接班。"
          aside={
            <>
              <Offers offers={station.offers} division={homeDivision(session)} />
              <Link to={'/institution/bed-codes' as never}>打印床头码</Link>
              <Link to={'/institution/roster' as never}>在院名单</Link>
            </>
          }
        >
          <Alarms station={station} />
          <Residents rows={station.rows} />
          <Rounds station={station} />
        </Page>
      )}
    </OnShift>
  );
}

/** What cannot wait: the call is down, the paper for the night is not printed. */
const Alarms = ({ station: { outage, rosterDue } }: { station: Station }) =>
  outage === null && !rosterDue ? null : (
    <Section title="现在要做的">
      {outage && (
        <p>
          <Tag tone={outage.late ? 'bad' : 'warn'}>呼叫器坏了</Tag> {outage.place}，
          <Moment at={outage.sinceAt} />
          起。每{outage.everyMinutes}分钟巡查一次：应巡{outage.wanted}次，巡了{outage.rounds}次，下一次
          <Moment at={outage.nextAt} />
          以前。
        </p>
      )}
      {rosterDue && (
        <p>
          <Tag tone="bad">在院名单没有打印</Tag> 每天20:00打印一份，停电时用。
          <Link to={'/institution/roster' as never}>打开名单</Link>
        </p>
      )}
    </Section>
  );

const Plan = ({ row }: { row: NursingRow }) =>
  row.planNo !== null ? (
    <>第{row.planNo}份</>
  ) : row.planLate > 0 ? (
    <Tag tone="bad">没有计划，已超{row.planLate}天</Tag>
  ) : (
    <Tag tone="warn">{row.planDue}前要定</Tag>
  );

const Residents = ({ rows }: { rows: readonly NursingRow[] }) => (
  <Section title={`在住${rows.length}位`}>
    <DataTable
      caption="在住老人的照护"
      rows={rows}
      rowKey={(row) => row.stayId}
      empty="现在没有老人在住。"
      columns={[
        {
          key: 'name',
          title: '老人',
          kind: 'main',
          render: (row) => (
            <Link to={'/stays/$stayId/care' as never} params={{ stayId: row.stayId } as never}>
              {row.bed} {row.name}
            </Link>
          ),
        },
        { key: 'level', title: '护理等级', render: (row) => row.levelZh },
        { key: 'plan', title: '照护计划', render: (row) => <Plan row={row} /> },
        {
          key: 'risks',
          title: '九项风险重评',
          render: (row) =>
            row.risksLate ? <Tag tone="bad">{row.risksDue ? `${row.risksDue}到期` : '还没有评'}</Tag> : <Day on={row.risksDue} />,
        },
        {
          key: 'today',
          title: '今天',
          kind: 'wide',
          render: (row) => (
            <>
              {row.open > 0 && <Tag tone="now">现在{row.open}项</Tag>}{' '}
              {row.missed > 0 && <Tag tone="bad">过时{row.missed}项</Tag>}{' '}
              {row.abnormal > 0 && <Tag tone="bad">异常{row.abnormal}项</Tag>}
              {row.open + row.missed + row.abnormal === 0 && <span className="quiet">没有要做的</span>}
            </>
          ),
        },
      ]}
    />
  </Section>
);

const Rounds = ({ station: { night, bulk, patrols, handovers } }: { station: Station }) => (
  <>
    <Section title="巡查">
      <Facts
        rows={[
          {
            label: '昨夜',
            value: (
              <>
                <Day on={night.on} />
                晚上巡查{night.patrols}次
                {night.patrols < night.needed ? <Tag tone="bad">不足{night.needed}次</Tag> : <Tag tone="good">够了</Tag>}
              </>
            ),
          },
          ...(bulk.length > 0
            ? [
                {
                  label: '集中补签',
                  value: bulk.map((b) => (
                    <span key={`${b.by}-${b.at}`}>
                      {b.by}
                      <Moment at={b.at} />
                      前后{b.count}项；
                    </span>
                  )),
                },
              ]
            : []),
        ]}
      />
      <DataTable
        caption="三天里的巡查"
        rows={patrols}
        rowKey={(row) => row.id}
        empty="这三天没有巡查记录。"
        columns={[
          { key: 'at', title: '时间', kind: 'main', render: (row) => <Moment at={row.at} /> },
          { key: 'by', title: '谁', render: (row) => row.by },
          { key: 'findings', title: '看到什么', kind: 'wide', wraps: true, render: (row) => row.findings },
        ]}
      />
    </Section>
    <Section title="交接班">
      <DataTable
        caption="最近的交接班"
        rows={handovers}
        rowKey={(row) => row.id}
        empty="还没有交过班。"
        columns={[
          {
            key: 'shift',
            title: '班',
            kind: 'main',
            render: (row) => (
              <>
                <Day on={row.date} /> {row.shiftZh}
              </>
            ),
          },
          { key: 'by', title: '交班人', render: (row) => row.by },
          { key: 'notes', title: '交班内容', kind: 'wide', wraps: true, render: (row) => row.notes },
        ]}
      />
    </Section>
  </>
);
