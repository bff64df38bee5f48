/** 养老服务指标: counted from the records of services at home and in the community. */
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const ElderlyIndicators = () => (
  <IndicatorBoard board="elderly-care" zh="养老服务指标" lead="从办理的记录里数出来，没有人填报；点开就是它数的那些。">
    <p className="quiet">床位、入住、检查的指标在“养老机构指标”里。</p>
  </IndicatorBoard>
);
