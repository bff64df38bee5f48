/** 追回台账: what was paid too much and confirmed, how it comes back, what has come. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { OverpaymentRow, RecoveryMethod } from '../../../kernel/payment/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Column, KeysetTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, DivisionName, Money, Month, PersonName, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, newRequestId } from '../../shared/api.ts';
import { yuanDigits } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';
import { type Doing, fieldsOf, forms, urlOf } from './overpaymentForms.ts';

const filters = [
  { value: '', label: '未结清' },
  { value: 'no', label: '已结清' },
];

const Paper = ({ id, name }: { id: string; name: string }) => (
  <a href={`/api/documents/${id}/pdf`} target="_blank" rel="noreferrer">
    {name}
  </a>
);

const Late = () => <b style={{ color: 'var(--bad)' }}> 已过期</b>;

/** What came, and what of it nobody had to bring. */
const Recovered = ({ row }: { row: OverpaymentRow }) => (
  <span>
    <Money fen={row.recoveredFen} />
    {row.lessenedFen > 0 && (
      <>
        <br />
        其中冲减 <Money fen={row.lessenedFen} />
      </>
    )}
  </span>
);

/** How the rest comes back, and the letter that asked for it. */
const PlanOf = ({ row, today }: { row: OverpaymentRow; today: PlainDate }) => (
  <span>
    {row.plan?.methodZh}
    {row.writtenOffFen > 0 && <Money fen={row.writtenOffFen} />}
    {row.plan && row.plan.monthlyFen !== null && (
      <>
        ，从
        <Month month={row.plan.fromMonth!} />
        起每月{yuanDigits(row.plan.monthlyFen)}元
      </>
    )}
    {row.plan?.over && row.openFen > 0 && <Tag tone="warn">待遇已终止，抵扣不了，请另定追回方式</Tag>}
    {row.plan?.method === 'return' && row.openFen > 0 && (
      <>
        ，至 <Day on={row.returnBy} />
        {row.returnBy < today && <Late />}
      </>
    )}{' '}
    {row.noticeId && <Paper id={row.noticeId} name="追回通知书" />}
  </span>
);

/** To which court, since when, and what it has said. */
const CourtOf = ({ court }: { court: NonNullable<OverpaymentRow['court']> }) => (
  <span>
    <Day on={court.appliedOn} /> 向{court.court}申请{court.number && `，${court.number}`}
    {court.resultZh && (
      <>
        ；<Day on={court.resultOn!} /> {court.resultZh}（{court.resultNote}）
      </>
    )}
    {court.suspended && (
      <>
        {' '}
        <Tag tone="warn">复议、诉讼没有结果，暂停</Tag>
      </>
    )}
  </span>
);

const FineOf = ({ fine, today }: { fine: NonNullable<OverpaymentRow['fine']>; today: PlainDate }) => (
  <span>
    <Money fen={fine.amountFen} />
    {fine.receivedFen === fine.amountFen ? (
      '，已缴清'
    ) : (
      <>
        {fine.receivedFen === 0 ? (
          '，还没缴'
        ) : (
          <>
            ，已缴 <Money fen={fine.receivedFen} />
          </>
        )}
        ，至 <Day on={fine.payBy} />
        {fine.payBy < today && <Late />}
      </>
    )}{' '}
    <Paper id={fine.documentId} name="处罚决定书" />
  </span>
);

export function Overpayments() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const list = useKeyset<OverpaymentRow, { methods: readonly RecoveryMethod[] }>('/api/overpayments', {
    open: search.open || 'yes',
  });
  const [doing, setDoing] = useState<Doing | null>(null);
  const requestId = useRef(newRequestId());
  const begin = (next: Doing) => {
    requestId.current = newRequestId();
    setDoing(next);
  };
  const mayReceive = may(session, 'POST /api/overpayments/:id/receipts');
  const mayPlan = may(session, 'POST /api/overpayments/:id/plan');
  const mayFine = may(session, 'POST /api/overpayments/:id/fine');
  const mayAsk = may(session, 'POST /api/cases/:id/conferences');
  const columns: Column<OverpaymentRow>[] = [
    {
      key: 'person',
      title: '家庭',
      kind: 'main',
      render: (row) => (
        <>
          <PersonName id={row.personId} name={row.personName ?? '—'} /> <DivisionName name={row.divisionName} />
        </>
      ),
    },
    {
      key: 'reason',
      title: '原因',
      kind: 'wide',
      render: (row) => (
        <span>
          <Tag tone={row.classification === 'fraud' ? 'bad' : 'plain'}>{row.classificationZh}</Tag> {row.programmeZh}：
          {row.reason}
        </span>
      ),
    },
    { key: 'amount', title: '多发', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
    { key: 'recovered', title: '已追回', kind: 'number', render: (row) => <Recovered row={row} /> },
    { key: 'open', title: '未追回', kind: 'number', render: (row) => <Money fen={row.openFen} /> },
    {
      key: 'plan',
      title: '追回方式',
      kind: 'wide',
      // One under the other: columns of their own would make the table wider than the screen.
      render: (row) => (
        <>
          <PlanOf row={row} today={session.today} />
          {row.court && (
            <div>
              <CourtOf court={row.court} />
            </div>
          )}
          {row.fine && (
            <div>
              罚款 <FineOf fine={row.fine} today={session.today} />
            </div>
          )}
        </>
      ),
    },
    {
      key: 'do',
      title: '办理',
      kind: 'actions',
      render: (row) => (
        <span className="line">
          {mayFine && row.mayFine && (
            <Button size="small" danger onClick={() => begin({ row, what: 'fine' })}>
              罚款
            </Button>
          )}
          {mayReceive && row.fine && row.fine.receivedFen < row.fine.amountFen && (
            <Button size="small" onClick={() => begin({ row, what: 'fine-receipt' })}>
              登记罚款
            </Button>
          )}
          {mayReceive && row.openFen > 0 && (
            <Button size="small" onClick={() => begin({ row, what: 'receipt' })}>
              登记退回
            </Button>
          )}
          {mayPlan && row.openFen > 0 && (
            <Button size="small" onClick={() => begin({ row, what: 'plan' })}>
              追回方式
            </Button>
          )}
          {mayPlan && row.mayApplyToCourt && (
            <Button size="small" onClick={() => begin({ row, what: 'court' })}>
              申请法院执行
            </Button>
          )}
          {mayPlan && row.court?.open && (
            <Button size="small" onClick={() => begin({ row, what: 'court-result' })}>
              登记法院结果
            </Button>
          )}
          {mayAsk && row.caseId && row.openFen > 0 && (
            <Link to="/cases/$caseId" params={{ caseId: row.caseId }} hash="conference">
              提请会商核销
            </Link>
          )}
        </span>
      ),
    },
  ];
  return (
    <Page
      title="追回台账"
      lead="确认多发的款项：先请家庭主动退回，一次退不了的按月抵扣或者分期；过了期限还不退的，催告后申请法院执行；确实追不回的，由县级会议决定核销。银行退回没有到户的、后来又应发的，自动冲减，不用家庭退。"
    >
      <div className="filters">
        <Chips label="状态" options={filters} value={search.open ?? ''} onChange={(open) => change({ open })} />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="追回台账"
          list={list}
          rowKey={(row) => row.id}
          empty={search.open === 'no' ? '还没有结清的多发款项。' : '没有未结清的多发款项。'}
          columns={columns}
        />
      </div>
      {doing && (
        <FormDrawer
          title={forms[doing.what].title}
          causes={
            <>
              {doing.row.personName}，
              {doing.what === 'fine' ? (
                <>
                  骗取 <Money fen={doing.row.amountFen} />
                  。作出决定前须听取陈述和申辩；决定书随即生效并送达，同一行为只罚一次。
                </>
              ) : doing.what === 'fine-receipt' ? (
                <>
                  罚款还差 <Money fen={doing.row.fine!.amountFen - doing.row.fine!.receivedFen} />。
                </>
              ) : (
                <>
                  未追回 <Money fen={doing.row.openFen} />。
                </>
              )}
              {doing.what === 'plan' && '新的方式从下个月起，原来的方式随即停止。'}
              {doing.what === 'court' && '登记后原来的追回方式随即停止；执行回来的款项照样登记。复议、诉讼没有结果的不能申请。'}
            </>
          }
          fields={fieldsOf(doing.what, list.head?.methods ?? [])}
          initial={
            doing.what === 'receipt'
              ? { way: doing.row.plan?.method === 'court' ? 'court' : 'return', receivedOn: session.today }
              : doing.what === 'fine-receipt'
                ? { receivedOn: session.today }
                : {}
          }
          division={doing.row.division}
          button={forms[doing.what].button}
          danger={doing.what === 'fine'}
          send={(input) =>
            api.post(urlOf(doing), {
              ...input,
              ...(doing.what === 'court-result'
                ? {}
                : { version: doing.what === 'fine-receipt' ? doing.row.fine!.version : doing.row.version }),
              requestId: requestId.current,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
