/** 派单台: a day's orders, what is red first; the day of each worker as a line; one press sends somebody else, one press gives out the whole day. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { plusDays, startOf, timeOfDay } from '../../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import { type Column, DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDate, longDateTime } from '../../../../web/shared/format.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { BoardRow, DayAssigned, DayBoard } from '../../orders/content.ts';
import './home-care.css';

const EVERY_MS = 15_000;

/** A line of the board; when it begins is said as `start` says it. */
const columns = (division: string, start: (at: string) => string): Column<BoardRow>[] => [
  {
    key: 'start',
    title: '时间',
    kind: 'main',
    render: (row) => (
      <Link to={'/home-care/orders/$orderId' as never} params={{ orderId: row.id } as never}>
        {start(row.start)}，{row.itemName}
      </Link>
    ),
  },
  { key: 'name', title: '老人', render: (row) => <PersonName id={row.personId} name={row.personName} /> },
  { key: 'place', title: '村（社区）', render: (row) => row.placeZh },
  {
    key: 'worker',
    title: '护理员',
    render: (row) => (row.workerName ? `${row.workerName}（${row.providerName}）` : '还没有人'),
  },
  {
    key: 'state',
    title: '状态',
    render: (row) => (
      <>
        <Tag tone={row.alarm ? 'bad' : row.state === 'checked-in' ? 'now' : 'plain'}>{row.stateZh}</Tag>{' '}
        {row.alarm && <Tag tone="bad">{row.alarm}</Tag>}
      </>
    ),
  },
  {
    key: 'do',
    title: '办理',
    kind: 'actions',
    render: (row) => <Offers offers={row.offers} of={row.personName} division={division} inRow />,
  },
];

export function HomeCareBoard() {
  const session = useSession();
  const { message } = App.useApp();
  const [search, change] = useTextSearch();
  const day = (search.day ?? session.today) as PlainDate;
  const address = `/api/home-care/board?day=${day}`;
  const board = useQuery({ queryKey: [address], queryFn: () => api.get<DayBoard>(address), refetchInterval: EVERY_MS });
  const go = (days: number) => change({ day: plusDays(day, days) });
  const told = (answer: unknown) => {
    const done = answer as Partial<DayAssigned> | null;
    if (done?.assigned === undefined) return;
    const rest = [
      done.nobody ? `${done.nobody}单没有合适的人` : '',
      done.changed ? `${done.changed}单刚有变动，再派一次` : '',
      done.placeless ? `${done.placeless}单没有位置，逐单派` : '',
    ].filter(Boolean);
    message.success([`派出${done.assigned}单，路程一共${done.km}公里`, ...rest].join('；'), 6);
  };
  return (
    <Answered query={board}>
      {(data) => (
        <Page
          title="派单台"
          lead={`${longDate(day)}，${data.counts.all}单：${data.counts.unassigned}单还没有人，${data.counts.done}单已做完`}
          aside={
            <>
              <span className="hc-days">
                <Button onClick={() => go(-1)}>前一天</Button>
                <Button onClick={() => change({ day: undefined })} disabled={day === session.today}>
                  今天
                </Button>
                <Button onClick={() => go(1)}>后一天</Button>
              </span>
              <Offers offers={data.offers} division={homeDivision(session)} onDone={told} />
            </>
          }
        >
          <Section title="工单">
            {data.counts.alarms > 0 && (
              <p role="status">
                <Tag tone="bad">{data.counts.alarms}单要马上处理</Tag>
              </p>
            )}
            <DataTable
              caption="这一天的居家服务工单，要处理的在前"
              rows={data.rows}
              rowKey={(row) => row.id}
              empty="这一天没有工单。"
              columns={columns(homeDivision(session), timeOfDay)}
            />
          </Section>
          {data.left.length > 0 && (
            <Section title={`别的日子还等着办的${data.left.length}${data.leftMore ? '单，这里只列等得最久的' : '单'}`}>
              <DataTable
                caption="别的日子还等着办的工单，等得最久的在前"
                rows={data.left}
                rowKey={(row) => row.id}
                columns={columns(homeDivision(session), longDateTime)}
              />
            </Section>
          )}
          {data.needs.length > 0 && (
            <Section title="居家服务能办、还没有下单的需求">
              <DataTable
                caption="居家服务能办、还没有下单的需求"
                rows={data.needs}
                rowKey={(row) => row.id}
                columns={[
                  { key: 'what', title: '要什么', kind: 'main', render: (row) => row.what },
                  { key: 'name', title: '老人', render: (row) => <PersonName id={row.personId} name={row.personName} /> },
                  { key: 'place', title: '村（社区）', render: (row) => row.placeZh },
                  {
                    key: 'due',
                    title: '哪天前',
                    render: (row) => (
                      <>
                        <Day on={row.dueOn} /> {row.dueOn < session.today && <Tag tone="bad">已过</Tag>}{' '}
                        {row.urgent && <Tag tone="bad">急</Tag>}
                      </>
                    ),
                  },
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions',
                    render: (row) => <Offers offers={row.offers} of={row.personName} division={homeDivision(session)} inRow />,
                  },
                ]}
              />
            </Section>
          )}
          <Lanes board={data} />
        </Page>
      )}
    </Answered>
  );
}

const [FIRST, LAST] = [6, 21];
const HOURS = Array.from({ length: LAST - FIRST }, (_, i) => FIRST + i);

/** A line for each worker who has something that day; the list above says the same. */
function Lanes({ board }: { board: DayBoard }) {
  const midnight = startOf(board.day).getTime();
  const share = (minutes: number) => `${(100 * (minutes / 60 - FIRST)) / (LAST - FIRST)}%`;
  const minute = (at: string) => (Date.parse(at) - midnight) / 60_000;
  const lanes = [
    ...Map.groupBy(
      board.rows.filter((row) => row.workerName !== null && !['cancelled', 'rejected'].includes(row.state)),
      (row) => `${row.workerName}（${row.providerName}）`,
    ),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  if (lanes.length === 0) return null;
  return (
    <Section title="每个人的一天">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone, by keys too */}
      <section className="hc-lanes" tabIndex={0} aria-label="每个护理员一天的工单">
        <div className="hc-lane" aria-hidden="true">
          <span />
          <div className="hc-hours">
            {HOURS.map((hour) => (
              <span key={hour} style={{ left: share(hour * 60) }}>
                {hour}
              </span>
            ))}
          </div>
        </div>
        {lanes.map(([who, rows]) => (
          <div className="hc-lane" key={who}>
            <b>{rows[0]!.workerName}</b>
            <div className="hc-bars">
              {rows.map((row: BoardRow) => (
                <Link
                  key={row.id}
                  to={'/home-care/orders/$orderId' as never}
                  params={{ orderId: row.id } as never}
                  className={`hc-bar${row.alarm ? ' hc-red' : ''}`}
                  style={{
                    left: share(minute(row.start)),
                    width: `${(100 * row.minutes) / 60 / (LAST - FIRST)}%`,
                  }}
                  aria-label={`${timeOfDay(row.start)}，${row.personName}，${row.itemName}，${row.alarm ?? row.stateZh}`}
                >
                  {row.personName}
                </Link>
              ))}
            </div>
          </div>
        ))}
      </section>
    </Section>
  );
}
