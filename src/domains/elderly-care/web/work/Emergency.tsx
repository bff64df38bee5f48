/** 应急呼叫台: what rings, who has it, how long it has waited. It asks every second and runs by the server's clock. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Switch } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { BesideRow } from '../../../../kernel/register/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api, apiErrorOf } from '../../../../web/shared/api.ts';
import type { Board, BoardRow, ShareRow } from '../../emergency/content.ts';
import { lasting, useServerNow } from './clock.ts';
import './emergency.css';

const EVERY_MS = 1000;
const [AUDIBLE, TONE_HZ, TONE_S] = [0.2, 880, 0.25];

/** A short tone while something rings and the operator wants to hear it. */
function useRinging(rings: boolean, wanted: boolean): void {
  const context = useRef<AudioContext | null>(null);
  useEffect(() => {
    if (!rings || !wanted) return;
    context.current ??= new AudioContext();
    const sound = context.current;
    const beep = () => {
      const [tone, volume] = [sound.createOscillator(), sound.createGain()];
      tone.frequency.value = TONE_HZ;
      volume.gain.value = AUDIBLE;
      tone.connect(volume).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + TONE_S);
    };
    beep();
    const timer = setInterval(beep, EVERY_MS);
    return () => clearInterval(timer);
  }, [rings, wanted]);
}

export function Emergency() {
  const session = useSession();
  const [heard, setHeard] = useState(false);
  const board = useQuery({
    queryKey: ['/api/emergency/board'],
    queryFn: () => api.get<Board>('/api/emergency/board'),
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: true,
  });
  const ringing = board.data?.ringing ?? 0;
  useRinging(ringing > 0, heard);
  useEffect(() => {
    const title = document.title;
    if (ringing > 0) document.title = `（${ringing}个待接）应急呼叫台`;
    return () => {
      document.title = title;
    };
  }, [ringing]);
  return (
    <Answered query={board}>
      {(data) => (
        <Page
          title="应急呼叫台"
          lead={
            <span className="sos-lead" role="status">
              <b className="num">{data.ringing}</b>个待接，<b className="num">{data.open}</b>个没有结束
              {board.isError && <Tag tone="bad">断线，正在重连</Tag>}
            </span>
          }
          aside={
            <>
              <span className="sos-sound">
                <Switch checked={heard} onChange={setHeard} aria-label="有待接的响铃" /> 响铃
              </span>
              <Offers offers={data.offers} division={homeDivision(session)} />
              <Link to={'/emergency-homes' as never}>登记和设备</Link>
            </>
          }
        >
          {data.rows.length === 0 ? <Nothing>现在没有呼叫。</Nothing> : <Calls board={data} at={board.dataUpdatedAt} />}
          {data.open > data.rows.length && <p>还有{data.open - data.rows.length}个没有列出，接完上面的就会出来。</p>}
          <Equipment />
          <Shares />
        </Page>
      )}
    </Answered>
  );
}

function Calls({ board, at }: { board: Board; at: number }) {
  const now = useServerNow(board.now, at);
  return (
    <ol className="sos-board" aria-label="没有结束的呼叫">
      {board.rows.map((row) => (
        <li key={row.id} className={`sos-call sos-level-${row.level}${row.state === 'ringing' ? ' sos-ringing' : ''}`}>
          <b className="sos-level num">{row.level}</b>
          <div className="sos-who">
            <Link to={'/emergency-calls/$incidentId' as never} params={{ incidentId: row.id } as never}>
              {row.personName ?? '没有登记的来电人'}：{row.what}
            </Link>
            <span>
              {row.placeZh}
              {!row.graded && '，还没有分级'}
              {row.repeats > 0 && `，又呼叫了${row.repeats}次`}
              {row.late && '，设备说报警早于收到10分钟以上'}
            </span>
            {row.alarm && <Tag tone="bad">{row.alarm}</Tag>}
          </div>
          <time className="sos-clock num" dateTime={row.t0}>
            {lasting(row.t0, now)}
          </time>
          <div className="sos-state">
            {row.state === 'ringing' ? <Answer row={row} /> : `${row.stateZh}（${row.operatorName}）`}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** One press, no form: seconds count. */
function Answer({ row }: { row: BoardRow }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const offer: Offer | undefined = row.offers.find(({ action }) => action === 'answer');
  const take = useMutation({
    mutationFn: (of: Offer) => api.post(of.to, of.fixed),
    onSuccess: () => navigate({ to: '/emergency-calls/$incidentId', params: { incidentId: row.id } } as never),
    onError: (error) => message.error(apiErrorOf(error).message),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/emergency/board'] }),
  });
  if (!offer) return <>{row.stateZh}</>;
  return (
    <Button type="primary" size="large" danger={row.level === 1} loading={take.isPending} onClick={() => take.mutate(offer)}>
      接听
    </Button>
  );
}

/** What can be sent: the city's rescue kit, its keeper's telephone, what is missing of it. */
function Equipment() {
  const equipment = useQuery({
    queryKey: ['/api/emergency/equipment'],
    queryFn: () => api.get<{ rows: readonly BesideRow[] }>('/api/emergency/equipment'),
  });
  return (
    <Answered query={equipment}>
      {({ rows }) => (
        <Section title="救援设备">
          <DataTable
            caption="救援设备"
            rows={rows}
            rowKey={(row) => row.id}
            empty="市里还没有登记救援设备。"
            columns={[
              { key: 'title', title: '在哪里', kind: 'main', render: (row) => row.title },
              { key: 'state', title: '清点', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
              {
                key: 'facts',
                title: '有什么',
                kind: 'wide',
                render: (row) => row.facts.map(({ label, value }) => `${label}${value}`).join('，'),
              },
            ]}
          />
        </Section>
      )}
    </Answered>
  );
}

/** Half up to a tenth; the verdict is by whole numbers. */
const percent = ({ met, all }: ShareRow): string => `${(Math.floor((met * 2000 + all) / (2 * all)) / 10).toFixed(1)}%`;

function Shares() {
  const shares = useQuery({
    queryKey: ['/api/emergency/shares'],
    queryFn: () => api.get<{ month: string; rows: readonly ShareRow[] }>('/api/emergency/shares'),
    refetchInterval: 60_000,
  });
  return (
    <Answered query={shares}>
      {({ month, rows }) => (
        <Section title={`${Number(month.slice(5))}月响应达标率`}>
          <DataTable
            caption="响应达标率：误报、并案、演练和测试不算，正好到时限算达标"
            rows={rows}
            rowKey={(row) => row.measure}
            empty="这个月还没有呼叫。"
            columns={[
              { key: 'zh', title: '环节', kind: 'main', render: (row) => row.zh },
              { key: 'met', title: '达标／全部', kind: 'number', render: (row) => `${row.met}／${row.all}` },
              {
                key: 'share',
                title: '达标率',
                kind: 'number',
                render: (row) =>
                  row.all === 0 ? '—' : <Tag tone={row.met * 100 >= row.target * row.all ? 'good' : 'bad'}>{percent(row)}</Tag>,
              },
              { key: 'target', title: '应达到', kind: 'number', render: (row) => `${row.target}%` },
            ]}
          />
        </Section>
      )}
    </Answered>
  );
}
