/** 虚拟养老院: join without moving, one statement a month to read and print, and who of the family may read what. */
import { useState } from 'react';
import { plainDateOf } from '../../../../kernel/calendar/index.ts';
import { Offers } from '../../../../web/portal/Offers.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { dateText, longMonth, yuan } from '../../../../web/shared/format.ts';
import type { MyLinks } from '../../family-link/content.ts';
import type { MyVirtualHome } from '../../virtual-home/content.ts';

export default function VirtualHomePage() {
  const mine = useLoad<MyVirtualHome>('/api/my/virtual-home');
  const links = useLoad<MyLinks>('/api/my/family-links');
  return (
    <Page title="虚拟养老院" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={mine}>
        {({ member, statements, offers }) => (
          <>
            {member ? (
              <section className="noprint">
                <h2>{member.providerName}</h2>
                <p>
                  <b>{member.stateZh}</b>，电话<a href={`tel:${member.telephone}`}>{member.telephone}</a>
                </p>
                {member.says && <p>{member.says}</p>}
                <Offers offers={member.offers} done={mine.reload} quiet />
              </section>
            ) : (
              <p className="lead">不用搬家：一家单位管上门服务、吃饭、呼叫器和问候，每月一张账单。</p>
            )}
            <Offers offers={offers} done={mine.reload} />
            {statements.map((of) => (
              <Statement key={of.id} of={of} />
            ))}
          </>
        )}
      </Await>
      <div className="noprint">
        <Await of={links}>{(of) => <Links of={of} reload={links.reload} />}</Await>
      </div>
    </Page>
  );
}

function Statement({ of }: { of: MyVirtualHome['statements'][number] }) {
  return (
    <section className="now">
      <h2>{longMonth(of.month)}账单</h2>
      <p className="sum">您付{yuan(of.ownFen)}</p>
      <p>
        一共{yuan(of.totalFen)}
        {of.ownFen < of.totalFen && '，其余由补贴、额度和消费券付'}。{of.paidZh}
      </p>
      <ul className="list">
        {of.lines.map((line) => (
          <li key={line.zh}>
            <div>
              <b>
                {line.zh}
                {line.done !== null && ` ${line.done}次`}
              </b>
              <small>
                {line.planned !== null && `约好${line.planned}次。`}
                {line.totalFen > 0 &&
                  [
                    `一共${yuan(line.totalFen)}`,
                    line.quotaFen > 0 && `额度付${yuan(line.quotaFen)}`,
                    line.voucherFen > 0 && `消费券抵${yuan(line.voucherFen)}`,
                    line.subsidyFen > 0 && `助餐补贴${yuan(line.subsidyFen)}`,
                    `您付${yuan(line.ownFen)}`,
                  ]
                    .filter(Boolean)
                    .join('，')}
              </small>
            </div>
          </li>
        ))}
      </ul>
      <p className="row noprint">
        <button type="button" className="button plain" onClick={() => window.print()}>
          打印
        </button>
      </p>
    </section>
  );
}

function Links({ of: { rows, offers }, reload }: { of: MyLinks; reload: () => void }) {
  const [path, setPath] = useState<string | null>(null);
  return (
    <section>
      <h2>让家人看</h2>
      <p>家人看得到什么由您定。没有您开的链接，谁也看不到。</p>
      {path && (
        <p className="say" role="status">
          把这个链接发给家人，只显示这一次：
          <br />
          <b>{new URL(path, location.origin).href}</b>
        </p>
      )}
      <Offers
        offers={offers}
        done={(answer) => {
          setPath((answer as { path: string }).path);
          reload();
        }}
      />
      {rows.map((row) => (
        <section key={row.id} className="now">
          <h3>
            {row.name}（{row.relationZh}）
          </h3>
          <p>
            {row.stateZh}，到{dateText(row.until)}，看{row.scopesZh.join('、')}
            {row.openedAt && `，最近看过${dateText(plainDateOf(row.openedAt))}`}
          </p>
          <Offers offers={row.offers} done={reload} quiet />
        </section>
      ))}
    </section>
  );
}
