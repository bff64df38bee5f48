/** One emergency call: who and where on top, what to do next as large buttons, whom has been called, and how it went. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { CallFile } from '../../emergency/content.ts';
import { lasting, took, useServerNow } from './clock.ts';
import './emergency.css';

const Phone = ({ number }: { number: string | null }) => (number ? <a href={`tel:${number}`}>{number}</a> : <>没有登记</>);

export function EmergencyCall() {
  const { incidentId } = useParams({ strict: false }) as { incidentId: string };
  const address = `/api/emergency/incidents/${incidentId}`;
  const file = useQuery({
    queryKey: [address],
    queryFn: () => api.get<CallFile>(address),
    refetchInterval: ({ state }) => (state.data?.state === 'closed' ? false : 5000),
  });
  return <Answered query={file}>{(data) => <Whole file={data} at={file.dataUpdatedAt} />}</Answered>;
}

function Whole({ file, at }: { file: CallFile; at: number }) {
  const session = useSession();
  const now = useServerNow(file.now, at);
  const who = file.person?.name ?? '没有登记的来电人';
  return (
    <Page
      title={`${who}：${file.what}`}
      lead={
        <>
          {file.placeZh}，{file.sourceZh}，<Moment at={file.t0} />
          收到{file.state !== 'closed' && <b className="num">　已过{lasting(file.t0, now)}</b>}
        </>
      }
      aside={<Link to={'/emergency-calls' as never}>← 应急呼叫台</Link>}
    >
      <Section title="现在">
        <p>
          <Tag tone={file.state === 'closed' ? 'plain' : file.level === 1 ? 'bad' : 'now'}>{file.stateZh}</Tag>{' '}
          {file.endingZh && <Tag>{file.endingZh}</Tag>} {file.levelZh}
          {file.operatorName && `，${file.operatorName}接听`}
          {file.repeats > 0 && `，又呼叫了${file.repeats}次`}
          {file.late && '，设备说报警早于收到10分钟以上'}
        </p>
        {file.lost && (
          <p>
            <Link to={'/lost-searches/$searchId' as never} params={{ searchId: file.lost.id } as never}>
              走失寻人：{file.lost.stateZh}
            </Link>
          </p>
        )}
        {file.drillId && (
          <p>
            <Tag tone="warn">演练，打电话先说明</Tag>{' '}
            <Link to={'/emergency-drills/$drillId' as never} params={{ drillId: file.drillId } as never}>
              演练报告
            </Link>
          </p>
        )}
        {file.sameAs && (
          <p>
            <Link to={'/emergency-calls/$incidentId' as never} params={{ incidentId: file.sameAs } as never}>
              并入的呼叫
            </Link>
          </p>
        )}
        <p className="choices sos-steps">
          <Offers offers={file.offers} of={who} division={homeDivision(session)} first="primary" />
        </p>
      </Section>
      <Section title="是谁、在哪里">
        <Facts
          rows={[
            ...(file.person
              ? [
                  {
                    label: '老人',
                    value: (
                      <>
                        <PersonName id={file.person.id} name={file.person.name} />
                        {file.person.age !== null && `，${file.person.age}岁`}
                      </>
                    ),
                  },
                ]
              : []),
            ...(file.said ? [{ label: '说了什么', value: file.said }] : []),
            ...(file.home
              ? [
                  { label: '住址', value: <b>{file.home.address}</b> },
                  { label: '本人电话', value: <Phone number={file.home.phone} /> },
                  {
                    label: '联系人',
                    value: file.home.contacts.map(({ name, phone }) => (
                      <span key={phone} className="sos-contact">
                        {name} <Phone number={phone} />
                      </span>
                    )),
                  },
                  { label: '备用钥匙', value: file.home.key ?? '没有登记' },
                  { label: '病史、用药', value: file.home.health ?? '没有登记' },
                ]
              : [
                  {
                    label: '住址和电话',
                    value: file.state === 'ringing' ? '接听以后显示' : '没有开通登记，或者您看不到',
                  },
                ]),
            ...(file.health ?? []).map(({ label, value }) => ({ label: `健康档案：${label}`, value: <b>{value}</b> })),
            { label: '住处', value: file.terrainZh },
            ...(file.device
              ? [
                  {
                    label: '设备',
                    value: `${file.device.kindZh}${file.device.spot ? `（${file.device.spot}）` : ''}，${file.device.sn}`,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {file.help.length > 0 && (
        <Section title="叫了谁">
          <DataTable
            caption="响应链"
            rows={file.help}
            rowKey={(one) => String(one.no)}
            empty="还没有派人。"
            columns={[
              { key: 'name', title: '谁', kind: 'main', render: (one) => `${one.helperZh}：${one.name}` },
              { key: 'phone', title: '电话', render: (one) => <Phone number={one.phone} /> },
              { key: 'called', title: '什么时候叫的', render: (one) => <Moment at={one.calledAt} /> },
              {
                key: 'answer',
                title: '答复',
                render: (one) =>
                  one.answerZh ? (
                    <>
                      <Tag tone={one.answerZh === '接受' ? 'good' : 'warn'}>{one.answerZh}</Tag> <Moment at={one.answeredAt} />
                    </>
                  ) : (
                    '还没有'
                  ),
              },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (one) => <Offers offers={one.offers} of={one.name} division={homeDivision(session)} inRow />,
              },
            ]}
          />
        </Section>
      )}
      <Section title="用时">
        <DataTable
          caption="各环节用时"
          rows={file.measured}
          rowKey={(m) => m.measure}
          empty="还没有。"
          columns={[
            { key: 'zh', title: '环节', kind: 'main', render: (m) => m.zh },
            { key: 'took', title: '用时', kind: 'number', render: (m) => (m.tookMs === null ? '还没有' : took(m.tookMs)) },
            { key: 'limit', title: '时限', kind: 'number', render: (m) => took(m.limitSeconds * 1000) },
            {
              key: 'met',
              title: '是否达标',
              render: (m) => (m.tookMs === null ? null : <Tag tone={m.met ? 'good' : 'bad'}>{m.met ? '达标' : '超时'}</Tag>),
            },
          ]}
        />
      </Section>
      <Section title="经过">
        <ol className="sos-course">
          {file.course.map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a course only grows at its end
            <li key={i}>
              <Moment at={step.at} /> {step.zh}
              {step.note && `：${step.note}`}（{step.by}）
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}
