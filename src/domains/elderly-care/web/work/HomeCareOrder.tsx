/** One order: what was asked for, what was done at the door, how it went, and what is next. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Money, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDateTime } from '../../../../web/shared/format.ts';
import type { OrderFile } from '../../orders/content.ts';

export function HomeCareOrder() {
  const { orderId } = useParams({ strict: false }) as { orderId: string };
  const session = useSession();
  const address = `/api/home-care/orders/${orderId}`;
  const file = useQuery({ queryKey: [address], queryFn: () => api.get<OrderFile>(address) });
  return (
    <Answered query={file}>
      {(order) => (
        <Page
          title={`${order.personName}：${order.itemName}`}
          lead={`${longDateTime(order.start)}，${order.minutes}分钟，工单${order.no}`}
          aside={<Link to={'/home-care/board' as never}>← 派单台</Link>}
        >
          <Section title="现在">
            <p>
              <Tag tone={order.alarm ? 'bad' : 'now'}>{order.stateZh}</Tag> {order.alarm && <Tag tone="bad">{order.alarm}</Tag>}{' '}
              {order.workerName ? `${order.workerName}（${order.providerName}）` : '还没有人'}
            </p>
            {order.dispute && <p>异议：{order.dispute}</p>}
            <p className="choices">
              <Offers offers={order.offers} of={order.personName} division={homeDivision(session)} first="primary" />
            </p>
          </Section>
          <Section title="要什么、在哪里">
            <Facts
              rows={[
                { label: '老人', value: <PersonName id={order.personId} name={order.personName} /> },
                { label: '村（社区）', value: order.placeZh },
                { label: '地址', value: order.address ?? '您看不到' },
                { label: '电话', value: order.phone ? <a href={`tel:${order.phone}`}>{order.phone}</a> : '您看不到' },
                ...(order.note ? [{ label: '交代', value: order.note }] : []),
                { label: '价格', value: `${order.priceZh}，${order.fundZh}` },
                ...(order.heldFen === null ? [] : [{ label: '占用额度', value: <Money fen={order.heldFen} /> }]),
                ...(order.needZh ? [{ label: '办的是哪项需求', value: order.needZh }] : []),
                { label: '谁下的单', value: `${order.orderedName}（${order.channelZh}）` },
              ]}
            />
          </Section>
          {order.visit && (
            <Section title="上门">
              <Facts
                rows={[
                  {
                    label: '签到',
                    value: (
                      <>
                        <Moment at={order.visit.inAt} />
                        {order.visit.inMetres === null ? '，住处没有记位置' : `，离门口${order.visit.inMetres}米`}
                        {order.visit.inAccuracy !== null && `，误差${order.visit.inAccuracy}米`}{' '}
                        {order.visit.inLate && <Tag tone="warn">没有网络，后来送到</Tag>}
                      </>
                    ),
                  },
                  ...(order.visit.outAt
                    ? [
                        {
                          label: '签退',
                          value: (
                            <>
                              <Moment at={order.visit.outAt} />
                              {`，做了${order.visit.minutes}分钟，计费${order.visit.billedMinutes}分钟，`}
                              <Money fen={order.visit.amountFen} />{' '}
                              {order.visit.outLate && <Tag tone="warn">没有网络，后来送到</Tag>}
                            </>
                          ),
                        },
                      ]
                    : []),
                  ...(order.visit.shortReason ? [{ label: '时间不够的原因', value: order.visit.shortReason }] : []),
                  ...(order.verifiedZh ? [{ label: '核实', value: order.verifiedZh }] : []),
                  ...(order.parts
                    ? [
                        {
                          label: '谁付多少',
                          value: (
                            <>
                              政府购买额度 <Money fen={order.parts.quotaFen} />
                              ，消费券 <Money fen={order.parts.voucherFen} />
                              ，本人 <Money fen={order.parts.ownFen} />
                            </>
                          ),
                        },
                      ]
                    : []),
                  ...(order.stars ? [{ label: '评价', value: `${order.stars}星` }] : []),
                ]}
              />
            </Section>
          )}
          <Section title="经过">
            <ol className="plain-list">
              {order.course.map((step, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a course only grows at its end
                <li key={i}>
                  <Moment at={step.at} /> {step.zh}
                  {step.note && `：${step.note}`}（{step.by}）
                </li>
              ))}
            </ol>
          </Section>
        </Page>
      )}
    </Answered>
  );
}
