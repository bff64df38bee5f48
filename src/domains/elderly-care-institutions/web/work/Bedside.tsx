/** 床边照护, on the carer's phone: the bed by its code, typed or scanned, then what is to be done there now. Goes on without network. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useCallback, useState } from 'react';
import { timeOfDay } from '../../../../kernel/calendar/index.ts';
import { Page } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Nothing, Refused } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { BedDay, CareDay, TaskView } from '../../care/content.ts';
import './bedside.css';
import { Doses } from './Doses.tsx';
import { OnShift } from './OnShift.tsx';
import { Records } from './Records.tsx';
import { Sign } from './Sign.tsx';
import { type Signing, useTicks } from './ticks.ts';

const KEY = ['/api/care-day'];

export function Bedside() {
  const { bedId } = useParams({ strict: false }) as { bedId?: string };
  const query = useQuery({ queryKey: KEY, queryFn: () => api.get<CareDay>('/api/care-day'), gcTime: Number.POSITIVE_INFINITY });
  return <OnShift query={query}>{(day) => <Day day={day} bedId={bedId} />}</OnShift>;
}

function Day({ day, bedId }: { day: CareDay; bedId: string | undefined }) {
  const session = useSession();
  const queries = useQueryClient();
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: KEY }), [queries]);
  const ticks = useTicks(session.actor.id, refresh);
  const bed = day.beds.find((b) => b.bedId === bedId);
  return (
    <Page
      title={bed ? `${bed.code} ${bed.name}` : '床边照护'}
      lead={bed ? bed.levelZh : day.name}
      aside={bed ? <Link to={'/bedside' as never}>← 换一张床</Link> : <Link to={'/incidents' as never}>报突发事件</Link>}
    >
      {ticks.trouble && <Refused error={ticks.trouble} />}
      {ticks.waiting.size > 0 && (
        <p className="tick-wait" role="status">
          {ticks.waiting.size}项已签，还没有送出：有网络时自动送。体征和说明只留在这一页，先不要关。
          <Button size="small" onClick={() => void ticks.flush()}>
            现在送
          </Button>
        </p>
      )}
      {bed ? (
        <Bed bed={bed} ticks={ticks} />
      ) : bedId ? (
        <Nothing action={<Link to={'/bedside' as never}>看所有的床</Link>}>这张床现在没有人住，或者不是本机构的。</Nothing>
      ) : (
        <>
          <Choose beds={day.beds} waiting={ticks.waiting} />
          <p className="choices">
            <Offers offers={day.offers} division={homeDivision(session)} />
          </p>
        </>
      )}
    </Page>
  );
}

/** What waits at a bed: to be done now, and missed. */
const counts = (bed: BedDay, waiting: ReadonlySet<string>) => ({
  open: bed.tasks.filter((t) => t.state === 'open' && !waiting.has(t.id)).length,
  missed: bed.tasks.filter((t) => t.state === 'missed' && !waiting.has(t.id)).length,
  doses: bed.doses.filter((d) => d.state === 'open' || d.state === 'prepared' || d.state === 'missed').length,
});

function Choose({ beds, waiting }: { beds: readonly BedDay[]; waiting: ReadonlySet<string> }) {
  const [code, setCode] = useState('');
  const go = useNavigate();
  const wanted = code.trim().toUpperCase();
  const shown = beds.filter((b) => wanted === '' || b.code.toUpperCase().includes(wanted));
  const open = (bedId: string) => void go({ to: '/bedside/$bedId' as never, params: { bedId } as never });
  return (
    <div className="sheet">
      <form
        className="bed-find"
        onSubmit={(e) => {
          e.preventDefault();
          if (shown[0]) open(shown[0].bedId);
        }}
      >
        <label htmlFor="bed-code">床号（扫床头的码直接打开）</label>
        <Input id="bed-code" size="large" value={code} onChange={(e) => setCode(e.target.value)} placeholder="例如 101-1" />
      </form>
      {beds.length === 0 && <Nothing>现在没有老人在住。</Nothing>}
      {beds.length > 0 && shown.length === 0 && <Nothing>没有这个床号。</Nothing>}
      <ul className="bed-list">
        {shown.map((bed) => {
          const { open: now, missed, doses } = counts(bed, waiting);
          return (
            <li key={bed.stayId}>
              <Link to={'/bedside/$bedId' as never} params={{ bedId: bed.bedId } as never} className="bed-card">
                <b>{bed.code}</b>
                <span>
                  {bed.name}，{bed.levelZh}
                </span>
                <span>
                  {bed.away && <Tag>请假</Tag>}
                  {!bed.planned && <Tag tone="warn">还没有照护计划</Tag>}
                  {now > 0 && <Tag tone="now">现在{now}项</Tag>}
                  {missed > 0 && <Tag tone="bad">过时{missed}项</Tag>}
                  {doses > 0 && <Tag tone="warn">服药{doses}次</Tag>}
                  {bed.planned && !bed.away && now + missed + doses === 0 && <Tag tone="good">没有要做的</Tag>}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

type Ticks = ReturnType<typeof useTicks>;

function Bed({ bed, ticks }: { bed: BedDay; ticks: Ticks }) {
  const due = bed.tasks.filter((t) => t.state === 'open' || t.state === 'missed');
  const signed = bed.tasks.filter((t) => t.lines.length > 0);
  const later = bed.tasks.filter((t) => t.state === 'waiting');
  return (
    <>
      {(bed.risks.length > 0 || bed.wishes || bed.doctor) && (
        <div className="sheet bed-mind">
          {bed.risks.length > 0 && (
            <p>
              <b>小心：</b>
              {bed.risks.map((r) => (
                <Tag key={r.zh} tone={r.levelZh === '高' ? 'bad' : 'warn'}>
                  {r.zh}
                  {r.levelZh}
                </Tag>
              ))}
              {bed.risks[0]!.measure}
            </p>
          )}
          {bed.doctor && (
            <p>
              <b>医嘱：</b>
              {bed.doctor}
            </p>
          )}
          {bed.wishes && (
            <p>
              <b>意愿：</b>
              {bed.wishes}
            </p>
          )}
        </div>
      )}
      <section className="sheet" aria-label="现在要做">
        <h2>现在要做</h2>
        {due.length === 0 ? (
          <Nothing>
            {bed.away ? '请假在外，不用做。' : bed.planned ? '现在没有要做的。' : '还没有照护计划，请护理主管在“护理站”里定。'}
          </Nothing>
        ) : (
          <ul className="tick-list">
            {due.map((task) => (
              <Due key={task.id} task={task} bed={bed} ticks={ticks} />
            ))}
          </ul>
        )}
      </section>
      <Doses doses={bed.doses} />
      {signed.length > 0 && (
        <section className="sheet" aria-label="签过的">
          <h2>签过的</h2>
          <Records tasks={signed} />
        </section>
      )}
      {later.length > 0 && (
        <section className="sheet" aria-label="还没到时间">
          <h2>还没到时间</h2>
          <p className="quiet">{later.map((t) => `${timeOfDay(t.dueAt)} ${t.what}`).join('，')}</p>
        </section>
      )}
    </>
  );
}

function Due({ task, bed, ticks }: { task: TaskView; bed: BedDay; ticks: Ticks }) {
  const [more, setMore] = useState(false);
  const waits = ticks.waiting.has(task.id);
  const sign = (signing: Signing) => {
    setMore(false);
    void ticks.sign(task.id, `${bed.code}：${task.what}`, signing);
  };
  const called = `${timeOfDay(task.dueAt)} ${task.what}`;
  return (
    <li>
      <p className="tick-what">
        <b className="num">{timeOfDay(task.dueAt)}</b> {task.what} {task.state === 'missed' && <Tag tone="bad">过时</Tag>}
        {waits && <Tag tone="now">已签，还没有送出</Tag>}
      </p>
      {!waits && !more && (
        <p className="tick-hands">
          <Button type="primary" size="large" aria-label={`${called}：已做`} onClick={() => sign({ result: 'done' })}>
            已做
          </Button>
          <Button size="large" aria-label={`${called}：老人不要`} onClick={() => sign({ result: 'refused' })}>
            老人不要
          </Button>
          <Button size="large" aria-label={`${called}：有异常、写体征`} onClick={() => setMore(true)}>
            有异常、写体征
          </Button>
        </p>
      )}
      {!waits && more && <Sign task={task} onSign={sign} onClose={() => setMore(false)} />}
    </li>
  );
}
