/** 今日走访: the doors of today in walking order, with big buttons; works without a network once it has been opened. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { timeOfDay } from '../../../../kernel/calendar/index.ts';
import { type Walked, walkingOrder } from '../../../../kernel/visit/index.ts';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { onDraftsChanged } from '../../../../web/components/localDraft.ts';
import { Day, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { type ApiError, api, newRequestId } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { distance } from '../../../../web/workbench/pages/Placing.tsx';
import type { TodayRow, TodayView } from '../../visits/content.ts';
import type { VisitInput } from '../../visits/schema.ts';
import { noAnswerSteps, validities } from '../../visits/terms.ts';
import { AtDoor } from './AtDoor.tsx';
import { Level } from './VisitLevel.tsx';
import {
  type Begun,
  begin,
  begunNow,
  callOff,
  dropVisit,
  keepVisit,
  keptVisits,
  sendVisits,
  serverSays,
  timeNow,
  titleOf,
} from './visitQueue.ts';
import './visits.css';

const PATH = '/api/elder-visits/today';
/** A day's walk stays readable as long as the page is open. */
const KEEP_MS = 12 * 3_600_000;

const positionNow = (): Promise<string | undefined> =>
  new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(undefined);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve(`${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)},${Math.min(99999, Math.round(coords.accuracy))}`),
      () => resolve(undefined),
      { timeout: 4000, enableHighAccuracy: true },
    );
  });

export function ElderVisits() {
  const { actor } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: [PATH],
    queryFn: async () => {
      const read = await api.get<TodayView>(PATH);
      serverSays(read.now);
      return read;
    },
    gcTime: KEEP_MS,
  });
  const [scope, setScope] = useState<'today' | 'week'>('today');
  const [begun, setBegun] = useState<Begun | null>(() => begunNow(actor.id));
  const [refused, setRefused] = useState<Readonly<Record<string, ApiError>>>({});
  const kept = JSON.parse(useSyncExternalStore(onDraftsChanged, () => JSON.stringify(keptVisits(actor.id)))) as ReturnType<
    typeof keptVisits
  >;

  const sendAll = useCallback(async () => {
    const sent = await sendVisits(actor.id);
    setRefused(sent.refused);
    for (const { name, validity, reasons } of sent.answers)
      message[validity === 'valid' ? 'success' : 'warning'](
        validity === 'valid' ? `${name}：已记下` : `${name}：已记下，${validities[validity]}（${reasons.join('，')}）`,
      );
    if (sent.answers.length > 0) await queries.invalidateQueries();
  }, [actor.id, message, queries]);
  // 先知道服务器的时间，再送。
  const ready = query.data !== undefined;
  useEffect(() => {
    if (!ready) return;
    void sendAll();
    const again = () => void sendAll();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [ready, sendAll]);

  const start = async (row: TodayRow, mode: VisitInput['mode']) => {
    const startedAt = timeNow();
    const position = mode === 'home' ? await positionNow() : undefined;
    const now: Begun = {
      requestId: newRequestId(),
      personId: row.personId,
      name: row.name,
      mode,
      startedAt,
      ...(position ? { position } : {}),
    };
    begin(actor.id, now);
    setBegun(now);
  };
  const stop = () => {
    if (begun) callOff(actor.id, begun);
    setBegun(null);
  };
  const keep = (of: Begun, rest: Pick<VisitInput, 'outcome' | 'needs' | 'urgency' | 'note' | 'photos'>) => {
    if (!keepVisit(actor.id, of, { ...rest, endedAt: timeNow() })) {
      message.error('这台设备存不下了，请先到有网络的地方送出前面的。');
      return;
    }
    setBegun(null);
    void sendAll();
  };

  const view = query.data;
  const shown = (view?.rows ?? []).filter((row) => scope === 'week' || row.today);
  const rows = walkingOrder(view?.office ?? null, shown);
  const waits = new Set(kept.map(({ title }) => title));
  return (
    <Page title="今日走访" lead="出门前打开这一页，没有信号时也能用。到了先点“到了”，再点见没见到、好不好；有网络了自动送出。">
      {kept.length > 0 && (
        <Section title={`还没有送出的${kept.length}条`} aside={<Button onClick={() => void sendAll()}>现在送</Button>}>
          <ul className="plain-list">
            {kept.map(({ key, title }) => (
              <li key={key}>
                {title}
                {refused[key] && (
                  <p className="line" role="alert">
                    {refused[key].message}
                    <Button size="small" onClick={() => dropVisit(key)}>
                      知道了，删掉这条
                    </Button>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Chips
        label="哪些"
        options={[
          { value: 'today', label: '今天' },
          { value: 'week', label: '七天以内' },
        ]}
        value={scope}
        onChange={(value) => setScope(value as typeof scope)}
      />
      {query.isPending ? (
        <Loading />
      ) : !view ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Nothing>{scope === 'today' ? '今天要走的都走完了。' : '七天以内没有要走的。'}</Nothing>
      ) : (
        <Section title={`要去${rows.length}家`}>
          <ol className="plain-list walk">
            {rows.map((row) => (
              <Door key={row.personId} row={row} waits={waits.has(titleOf(row))} busy={begun !== null} start={start}>
                {begun?.personId === row.personId && (
                  <AtDoor begun={begun} actorId={actor.id} keep={(rest) => keep(begun, rest)} cancel={stop} />
                )}
              </Door>
            ))}
          </ol>
          {view.more && <p className="quiet">人太多，这里只列最急的。</p>}
        </Section>
      )}
      {begun && !rows.some((row) => row.personId === begun.personId) && (
        <Section title={`正在走访${begun.name}`}>
          <AtDoor begun={begun} actorId={actor.id} keep={(rest) => keep(begun, rest)} cancel={stop} />
        </Section>
      )}
    </Page>
  );
}

function Door({
  row,
  waits,
  busy,
  start,
  children,
}: {
  row: Walked<TodayRow>;
  waits: boolean;
  busy: boolean;
  start: (row: TodayRow, mode: VisitInput['mode']) => Promise<void>;
  children: React.ReactNode;
}) {
  const session = useSession();
  const { name, knock, contact } = row;
  return (
    <li>
      <p className="line">
        <PersonName id={row.personId} name={name} />
        <span>{row.age}岁</span>
        <Level level={row.level} />
        {row.duties.some((duty) => duty.overdue) && <Tag tone="bad">已超期</Tag>}
        {waits && <Tag tone="now">已记，等网络</Tag>}
      </p>
      <p className="quiet line">
        <span>{row.divisionName}</span>
        {row.metres !== null && <span>离上一处{distance(row.metres)}</span>}
        {row.lastSeenOn && (
          <span>
            上次见到
            <Day on={row.lastSeenOn} />
          </span>
        )}
        {row.duties.slice(0, 1).map((duty) => (
          <span key={duty.dueAt}>
            {duty.causeZh}，{duty.overdue ? '该在' : '最迟'}
            <Day on={duty.dueOn} />
            {duty.overdue && '走'}
          </span>
        ))}
        {row.holderName && <span>联系人{row.holderName}</span>}
      </p>
      {knock && (
        <div className="knock">
          <p>
            <b>敲门无应答：{noAnswerSteps[knock.step]}</b>
            {knock.step !== 'desk' && `，${timeOfDay(knock.by)}前`}
          </p>
          {contact && (
            <p>
              先打<a href={`tel:${contact.phone}`}>{contact.name}</a>
              {contact.canOpenDoor && '（有钥匙）'}
            </p>
          )}
          <p className="line">
            <Offers offers={knock.offers} of={name} division={homeDivision(session)} inRow />
          </p>
        </div>
      )}
      {children || (
        <div className="big-buttons">
          <Button
            size="large"
            type="primary"
            disabled={busy}
            aria-label={`${name}：到了`}
            onClick={() => void start(row, 'home')}
          >
            到了
          </Button>
          {row.phone && (
            <Button
              size="large"
              disabled={busy}
              href={`tel:${row.phone}`}
              aria-label={`${name}：打电话`}
              onClick={() => void start(row, 'phone')}
            >
              打电话
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
