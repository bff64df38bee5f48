/** The check by member: what was found or does not agree stands open, what came back empty is folded away. */
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { itemText } from '../../verification/report.ts';
import { sourceOwner } from '../../verification/sources.ts';
import { checkResults, notAskedReasons } from '../../verification/states.ts';
import type { VerificationContent } from './content.ts';

const resultTones = { consistent: 'good', inconsistent: 'warn', unanswered: 'warn', abnormal: 'bad' } as const;

export function VerificationReport({ check }: { check: VerificationContent }) {
  const { report, queries = [] } = check;
  if (!report) {
    const answered = queries.filter((q) => q.state === 'answered');
    const names = [...new Set(answered.map((q) => q.sourceName))];
    return names.length === 0 ? null : (
      <details>
        <summary>已反馈的来源（{names.length}个），出具报告后可以看到内容</summary>
        <p className="quiet">{names.join('、')}</p>
      </details>
    );
  }
  const destroyedOn = queries.find((q) => q.destroyedOn)?.destroyedOn;
  return (
    <>
      <h3>各来源的结果</h3>
      {destroyedOn && (
        <p className="quiet">
          各部门的原始反馈已于 <Day on={destroyedOn} /> 按保存期限销毁，报告留存。
        </p>
      )}
      {check.members?.map((member) => {
        const lines = report.lines.filter((line) => line.member === member.ref);
        const telling = lines.filter((line) => line.result !== 'consistent' || line.items.length > 0);
        const empty = lines.filter((line) => !telling.includes(line));
        const skipped = report.notAsked?.filter((one) => one.member === member.ref) ?? [];
        return (
          <div key={member.ref} className="check-member">
            <h4>{member.name}</h4>
            <ul className="plain-list">
              {telling.map((line) => (
                <li key={`${line.source}${line.addressee ?? ''}`}>
                  <p className="line">
                    <b>{line.addressee || sourceOwner(line.source)}</b>
                    <Tag tone={resultTones[line.result]}>{checkResults[line.result]}</Tag>
                    {line.asOf && (
                      <span className="quiet">
                        截至 <Day on={line.asOf} />
                      </span>
                    )}
                  </p>
                  {line.items.map((item, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: records of one answer, never reordered; two may read the same
                    <p key={i}>{itemText(line.source, item)}</p>
                  ))}
                </li>
              ))}
            </ul>
            {empty.length > 0 && (
              <details>
                <summary>其余{empty.length}个来源：没有记录</summary>
                <p className="quiet">{empty.map((line) => line.addressee || sourceOwner(line.source)).join('、')}</p>
              </details>
            )}
            {skipped.length > 0 && (
              <details>
                <summary>没有查询的来源（{skipped.length}个）</summary>
                {skipped.map((one) => (
                  <p key={one.source} className="quiet">
                    {sourceOwner(one.source)}：{notAskedReasons[one.reason]}
                  </p>
                ))}
              </details>
            )}
          </div>
        );
      })}
    </>
  );
}
