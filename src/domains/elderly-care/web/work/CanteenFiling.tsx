/** 我们的食堂备案: the operator files with the county, sees each turn and by when it is decided, prints the plaque. */
import { useQuery } from '@tanstack/react-query';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { OwnFilings } from '../../meals/own-filing-terms.ts';

const URL = '/api/canteen-filings';

export function CanteenFiling() {
  const session = useSession();
  const query = useQuery({ queryKey: [URL], queryFn: () => api.get<OwnFilings>(URL) });
  return (
    <Answered query={query}>
      {({ rows, offers }) => (
        <Page
          title="食堂备案申报"
          lead="申报以后县民政局20个工作日内到现场核验、备案，发备案牌；运营以后每个月来查一次许可证和留样。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          {rows.length === 0 && (
            <p>
              {offers.length > 0
                ? '还没有申报过。'
                : '这里还没有登记的食堂。请乡镇（街道）先在“社区养老设施”里登记，写上助餐功能和经营者。'}
            </p>
          )}
          {rows.map((row) => (
            <Section key={row.id} title={row.title}>
              <p>
                <Tag tone={row.tone}>{row.zh}</Tag>
                {row.dueOn && (
                  <>
                    {' '}
                    <Day on={row.dueOn} />
                    以前办完
                  </>
                )}
                {row.documentNo && ` 备案号${row.documentNo}`}
                {row.plaque && (
                  <>
                    {' '}
                    <a href={`${URL}/${row.id}/plaque`} target="_blank" rel="noreferrer">
                      备案牌
                    </a>
                  </>
                )}
              </p>
              <ul className="plain">
                {row.course.map((one) => (
                  <li key={`${one.on}${one.says}`}>
                    <Day on={one.on} /> {one.says}
                  </li>
                ))}
              </ul>
            </Section>
          ))}
        </Page>
      )}
    </Answered>
  );
}
