/** 上门: everybody whom the village is to see, whatever for, each door once, in walking order from the office. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { communicationNeeds } from '../../../kernel/resident/index.ts';
import { type Stop, type VisitsView, type Walked, walkingOrder } from '../../../kernel/visit/index.ts';
import { Page, Section } from '../../components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { distance, type Placed, Placing, placing } from './Placing.tsx';

const PATH = '/api/visits';

export function Walk() {
  const query = useQuery({ queryKey: [PATH], queryFn: () => api.get<VisitsView>(PATH) });
  const [placed, setPlaced] = useState<Placed | null>(null);
  const place = async (of: Placed['of']) => setPlaced(await placing(of));
  const office = query.data?.office ?? null;
  const stops = query.data ? walkingOrder(office, query.data.stops) : [];
  return (
    <Page
      title="上门"
      lead="要上门的人都在这里，一家一处，按走路的先后排。出门前打开这一页；在谁家办完，点事情的名字登记。"
      aside={<Button onClick={() => void place('office')}>{office ? '改村委会的位置' : '记下村委会的位置'}</Button>}
    >
      {query.isPending ? (
        <Loading />
      ) : query.error && !query.data ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : stops.length === 0 ? (
        <Nothing>现在没有要上门的。发现有人生活没有着落，请在“线索”里报告。</Nothing>
      ) : (
        <Section title={`要去${stops.length}家`}>
          {!office && <p className="quiet">还没有记下村委会的位置，先后从第一家知道位置的排起。</p>}
          <ol className="plain-list walk">
            {stops.map((stop) => (
              <Door key={stop.personId ?? stop.tasks[0]!.href} stop={stop} place={place} />
            ))}
          </ol>
          {query.data?.more && <p className="quiet">事情太多，这里只列最急的；其余的在各自的清单里。</p>}
        </Section>
      )}
      {placed && <Placing placed={placed} onClose={() => setPlaced(null)} />}
    </Page>
  );
}

function Door({ stop, place }: { stop: Walked<Stop>; place: (of: Placed['of']) => Promise<void> }) {
  const { today } = useSession();
  const { personId, name } = stop;
  return (
    <li>
      <p className="line">
        {personId ? <PersonName id={personId} name={name} /> : <b>{name}</b>}
        {stop.needs.map((need) => (
          <Tag key={need} tone="warn">
            {communicationNeeds[need]}
          </Tag>
        ))}
      </p>
      <p className="quiet line">
        <DivisionName name={stop.divisionName} />
        {stop.metres !== null && <span>离上一处{distance(stop.metres)}</span>}
      </p>
      <ul className="plain-list">
        {stop.tasks.map((task) => (
          <li key={`${task.href}${task.zh}`} className="line">
            <Link to={task.href}>{task.zh}</Link>
            {task.dueOn && (
              <span className="quiet">
                {task.dueOn < today ? <Tag tone="bad">已超期</Tag> : '最迟'} <Day on={task.dueOn} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {personId && (
        <p className="line">
          <Button
            type="link"
            size="small"
            style={{ paddingInline: 0 }}
            onClick={() => void place({ personId, name })}
            aria-label={`记下${name}的住处`}
          >
            {stop.point ? '改住处位置' : '记下住处位置'}
          </Button>
        </p>
      )}
    </li>
  );
}
