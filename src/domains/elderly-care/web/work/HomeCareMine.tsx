/** 我的工单: the worker's page on a phone. What is offered, what is next with large buttons; it stays readable where there is no network. */
import { useQuery } from '@tanstack/react-query';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDateTime, timeOf } from '../../../../web/shared/format.ts';
import type { CarerDay, CarerRow } from '../../orders/content.ts';
import './home-care.css';

const EVERY_MS = 15_000;

export function HomeCareMine() {
  const day = useQuery({
    queryKey: ['/api/home-care/mine'],
    queryFn: () => api.get<CarerDay>('/api/home-care/mine'),
    refetchInterval: EVERY_MS,
  });
  return (
    <Answered query={day}>
      {(data) => (
        <Page
          title="我的工单"
          lead={`${data.name}，今天做完${data.done.orders}单，${data.done.minutes}分钟。出门前打开这一页，没有信号也能签到。`}
        >
          {data.trouble && (
            <p>
              <Tag tone="bad">{data.trouble}</Tag>
            </p>
          )}
          {data.offered.length > 0 && (
            <Section title="问您接不接">
              {data.offered.map((row) => (
                <One key={row.id} row={row} asOf={day.dataUpdatedAt} />
              ))}
            </Section>
          )}
          <Section title="接下来">
            {data.mine.length === 0 ? (
              <p>没有要去的工单。有新的会发消息给您。</p>
            ) : (
              data.mine.map((row) => <One key={row.id} row={row} asOf={day.dataUpdatedAt} />)
            )}
          </Section>
        </Page>
      )}
    </Answered>
  );
}

function One({ row, asOf }: { row: CarerRow; asOf: number }) {
  const session = useSession();
  return (
    <article className={`hc-order${row.state === 'checked-in' ? ' hc-now' : ''}`}>
      <h3>
        {longDateTime(row.start)}　{row.itemName}
      </h3>
      <p>
        {row.personName}，{row.placeZh}，约{row.minutes}分钟
        {row.km !== null && `，离您出发的地方${row.km}公里`}
      </p>
      {row.address && (
        <p>
          {row.address}　{row.phone && <a href={`tel:${row.phone}`}>打电话 {row.phone}</a>}
        </p>
      )}
      {row.note && <p>交代：{row.note}</p>}
      <p>
        <Tag tone={row.state === 'no-show' ? 'bad' : row.state === 'checked-in' ? 'now' : 'plain'}>
          {row.state === 'no-show' ? '过了时间没有签到' : row.stateZh}
        </Tag>
        {row.until && ` 请在${timeOf(row.until)}以前答复`}
        {row.inAt && row.state === 'checked-in' && ` ${timeOf(row.inAt)}签到`}
      </p>
      <p className="choices">
        <Offers offers={row.offers} of={row.personName} division={homeDivision(session)} first="primary" asOf={asOf} />
      </p>
    </article>
  );
}
