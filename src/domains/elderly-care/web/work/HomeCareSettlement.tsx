/** One sheet: its lines with what looks wrong, who is called about, what is deducted, and by which seed the sample was drawn. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import './home-care.css';
import type { SettlementFile } from '../../settlement/content.ts';

export function HomeCareSettlement() {
  const { settlementId } = useParams({ strict: false }) as { settlementId: string };
  const session = useSession();
  const address = `/api/home-care/settlements/${settlementId}`;
  const file = useQuery({ queryKey: [address], queryFn: () => api.get<SettlementFile>(address) });
  return (
    <Answered query={file}>
      {(sheet) => (
        <Page
          title={`${sheet.providerName}：${longMonth(sheet.month)}结算`}
          lead={
            <>
              {sheet.lines}条，申报
              <Money fen={sheet.filedFen} />
              {sheet.payFen !== null && (
                <>
                  ，应付
                  <b>
                    <Money fen={sheet.payFen} />
                  </b>
                </>
              )}
            </>
          }
          aside={<Link to={'/home-care/settlements' as never}>← 居家服务结算</Link>}
        >
          <Section title="现在">
            <p>
              <Tag tone={sheet.stateZh === '已批准' ? 'good' : 'now'}>{sheet.stateZh}</Tag>{' '}
              {sheet.checkedName && `${sheet.checkedName}核定`}{' '}
              {sheet.documentId && <a href={`/api/documents/${sheet.documentId}/pdf`}>打印结算单</a>}
            </p>
            {sheet.deduction && (
              <p>
                随机抽查{sheet.deduction.sampled}条，不属实{sheet.deduction.wrong}条；不予结算的明细
                <Money fen={sheet.deduction.badFen} />
                ，按差错率扣减
                <Money fen={sheet.deduction.restFen} />。
              </p>
            )}
            <p className="choices">
              <Offers offers={sheet.offers} of={sheet.providerName} division={homeDivision(session)} first="primary" />
            </p>
          </Section>
          <Section title="明细">
            <DataTable
              caption="结算明细，要回访的在前"
              rows={sheet.rows}
              rowKey={(row) => row.orderId}
              empty="没有明细。"
              columns={[
                { key: 'what', title: '服务', kind: 'main', render: (row) => `${row.personName}：${row.itemName}` },
                { key: 'at', title: '时间', render: (row) => <Moment at={row.start} /> },
                { key: 'worker', title: '护理员', render: (row) => row.workerName },
                { key: 'minutes', title: '分钟', kind: 'number', render: (row) => row.actualMinutes },
                { key: 'fen', title: '金额', kind: 'number', render: (row) => <Money fen={row.fen} /> },
                {
                  key: 'flags',
                  title: '可疑之处',
                  render: (row) =>
                    row.flagsZh.map((flag) => (
                      <Tag key={flag} tone="warn">
                        {flag}
                      </Tag>
                    )),
                },
                {
                  key: 'sample',
                  title: '回访',
                  render: (row) => (
                    <>
                      {row.sampleZh} {row.resultZh && <Tag tone={row.resultZh === '属实' ? 'good' : 'bad'}>{row.resultZh}</Tag>}{' '}
                      {row.note}
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
          <Section title="怎样抽的">
            <Facts
              rows={[
                { label: '密值的承诺', value: <code className="hc-code">{sheet.digest}</code> },
                { label: '开奖号码', value: sheet.beacon ?? '申报以后开出的，抽查时填写' },
                { label: '密值', value: sheet.secret ? <code className="hc-code">{sheet.secret}</code> : '抽查时公开' },
                ...(sheet.seed ? [{ label: '种子', value: <code className="hc-code">{sheet.seed}</code> }] : []),
              ]}
            />
            <p className="quiet">
              承诺是密值的SHA-256；种子是“密值|开奖号码”的SHA-256。每条明细的签是以种子为键、“结算单编号|工单编号”的HMAC-SHA256，小的抽中。
            </p>
          </Section>
        </Page>
      )}
    </Answered>
  );
}
