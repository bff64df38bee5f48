/** 邻里互助: ask a neighbour, say that it was done; for a helper: who needs somebody near here, what I took, my points. */
import { Offers } from '../../../../web/portal/Offers.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { dateText, longDateTime } from '../../../../web/shared/format.ts';
import type { AidRow, MyAid } from '../../mutual-aid/content.ts';

export default function MutualAidPage() {
  const mine = useLoad<MyAid>('/api/my/mutual-aid');
  return (
    <Page title="邻里互助" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={mine}>
        {({ asked, helper, offers }) => (
          <>
            <p className="lead">买菜、打扫、说说话，请邻居搭把手，不收钱。急事请打热线。</p>
            <Offers offers={offers} done={mine.reload} />
            {asked.length > 0 && <h2>我请人帮的</h2>}
            {asked.map((row) => (
              <One key={row.id} of={row} reload={mine.reload}>
                {row.code && (
                  <p className="say">
                    确认码 <b className="num">{row.code}</b>。做完了、满意了再告诉来帮忙的人。
                  </p>
                )}
              </One>
            ))}
            {helper && (
              <>
                <section>
                  <h2>我的积分</h2>
                  <p className="sum">{helper.points}分</p>
                  <p>{helper.stateZh}。到村（社区）兑换日用品和服务。</p>
                  {helper.redeemed.map((one) => (
                    <p key={one.id}>
                      {dateText(one.on)}换了{one.what}，{one.points}分
                    </p>
                  ))}
                </section>
                <h2>等人帮的</h2>
                {helper.near.length === 0 && <p>现在没有。</p>}
                {helper.near.map((row) => (
                  <One key={row.id} of={row} reload={mine.reload} helping />
                ))}
                {helper.mine.length > 0 && <h2>我接的</h2>}
                {helper.mine.map((row) => (
                  <One key={row.id} of={row} reload={mine.reload} helping />
                ))}
              </>
            )}
          </>
        )}
      </Await>
    </Page>
  );
}

function One({
  of,
  reload,
  helping = false,
  children,
}: {
  of: AidRow;
  reload: () => void;
  helping?: boolean;
  children?: React.ReactNode;
}) {
  return (
    <section className="now">
      <h3>
        {of.kindZh}，{longDateTime(of.wantedAt)}
      </h3>
      <p>
        {helping && `${of.personName}，${of.placeZh}，`}
        <b>{of.stateZh}</b>
        {!helping && of.helperName && `，${of.helperName}来帮`}
        {of.points !== null && `，记了${of.points}分`}
      </p>
      {of.note && <p>{of.note}</p>}
      {of.done && (
        <p>
          {longDateTime(of.done.from)}起{of.done.minutes}分钟，在{of.done.place}
        </p>
      )}
      {of.endReason && <p>{of.endReason}</p>}
      {children}
      <Offers offers={of.offers} done={reload} />
    </section>
  );
}
