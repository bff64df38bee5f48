/** One stay: the person in the bed, what changed, the bills with each line explained, and the next steps. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { payWays } from '../../family/terms.ts';
import type { BillView, StayFile } from '../../stays/content.ts';
import { Payments } from './Payments.tsx';

export function Stay() {
  const { stayId } = useParams({ strict: false }) as { stayId: string };
  const file = useQuery({ queryKey: ['/api/stays', stayId], queryFn: () => api.get<StayFile>(`/api/stays/${stayId}`) });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: StayFile }) {
  const session = useSession();
  return (
    <Page
      title={`${file.name}（${file.sexZh}，${file.age}岁）`}
      lead={`${file.institutionName}，${file.bed}`}
      aside={<Link to={'/institution/stays' as never}>← 老人</Link>}
    >
      <Section title="入住">
        <Facts
          rows={[
            {
              label: '现在',
              value: (
                <>
                  {file.endedZh ? <Tag>{file.endedZh}</Tag> : <Tag tone="good">在住</Tag>}
                  {file.away && <Tag tone="now">请假</Tag>}
                  {file.kindZh}，<Day on={file.fromOn} />起
                  {file.toOn && (
                    <>
                      ，<Day on={file.toOn} />
                      离开（{file.endReason}）
                    </>
                  )}
                  {file.trialEndsOn && <Tag tone="warn">试住到{longDate(file.trialEndsOn)}</Tag>}
                </>
              ),
            },
            {
              label: '护理等级',
              value: file.levels.map((l) => `${longDate(l.fromOn)}起${l.zh}（${l.consentBy}同意）`).join('；'),
            },
            ...(file.asked
              ? [{ label: '等家属同意', value: `${file.asked.from}起改为${file.asked.levelZh}：${file.asked.why}` }]
              : []),
            { label: '床位', value: file.beds.map((b) => `${longDate(b.fromOn)}起${b.code}（${b.priceClass}）`).join('；') },
            {
              label: '请假',
              value:
                file.leaves.length === 0
                  ? '没有请过假'
                  : file.leaves
                      .map((l) => `${l.zh}：${longDate(l.fromOn)}起${l.toOn ? `，${longDate(l.toOn)}回来` : '，还没有回来'}`)
                      .join('；'),
            },
            { label: '代理人', value: file.agent ?? '没有登记，只有老人本人能在手机上看' },
            { label: '押金', value: <Money fen={file.depositFen} /> },
            ...(file.refundDue ? [{ label: '最迟退清', value: <Day on={file.refundDue} /> }] : []),
          ]}
        />
        <p className="choices">
          <Offers offers={file.offers} of={file.name} division={homeDivision(session)} />
        </p>
        <Link to={'/admissions/$admissionId' as never} params={{ admissionId: file.admissionId } as never}>
          看申请、评估和协议
        </Link>
        {may(session, 'GET /api/stays/:id/care') && (
          <>
            {'，'}
            <Link to={'/stays/$stayId/care' as never} params={{ stayId: file.id } as never}>
              看照护计划和记录
            </Link>
          </>
        )}
      </Section>
      {file.bills.length === 0 ? (
        <Section title="账单">
          <p className="quiet">还没有出过账单。每月1日以后出上个月的。</p>
        </Section>
      ) : (
        file.bills.map((bill) => <Bill key={bill.id} bill={bill} of={file.name} />)
      )}
      <Payments rows={file.payments} />
    </Page>
  );
}

function Bill({ bill, of }: { bill: BillView; of: string }) {
  const session = useSession();
  return (
    <Section
      title={`${bill.month}账单`}
      aside={
        <>
          <Tag tone={bill.tone}>{bill.stateZh}</Tag>
          <Offers offers={bill.offers} of={of} division={homeDivision(session)} first="primary" />
        </>
      }
    >
      <DataTable
        caption={`${bill.month}账单明细`}
        rows={bill.lines}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: '项目', kind: 'main', render: (row) => row.name },
          { key: 'says', title: '怎么算的', kind: 'wide', wraps: true, render: (row) => row.says },
          { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
        ]}
      />
      <Facts
        rows={[
          { label: '月份', value: <Month month={bill.month} /> },
          { label: bill.totalFen < 0 ? '应退' : '合计', value: <Money fen={Math.abs(bill.totalFen)} /> },
          ...bill.vouchers.map((line) => ({ label: line.reversed ? '消费券（已退回）' : '消费券', value: line.says })),
          {
            label: '谁付',
            value: (
              <>
                {bill.insuranceFen > 0 && (
                  <>
                    保险
                    <Money fen={bill.insuranceFen} />，
                  </>
                )}
                {bill.publicFen > 0 && (
                  <>
                    政府资金
                    <Money fen={bill.publicFen} />，
                  </>
                )}
                {bill.voucherFen > 0 && (
                  <>
                    消费券
                    <Money fen={bill.voucherFen} />，
                  </>
                )}
                自付
                <Money fen={Math.abs(bill.selfFen)} />
                ，已付
                <Money fen={bill.paidFen} />
              </>
            ),
          },
          ...(bill.order
            ? [
                {
                  label: '付款单',
                  value: `编号${bill.order.code}，${(bill.order.amountFen / 100).toFixed(2)}元，${payWays[bill.order.method]}，${
                    { open: '家属还没有付', said: '家属说已经付，请核对到账', received: '已收到', missing: '没有查到' }[
                      bill.order.state
                    ]
                  }`,
                },
              ]
            : []),
          ...(bill.objection ? [{ label: '异议', value: bill.objection }] : []),
          ...(bill.answer ? [{ label: '答复', value: bill.answer }] : []),
        ]}
      />
    </Section>
  );
}
