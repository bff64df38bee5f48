/** 探访关爱指标: the rate of the month against 100%, and its neighbours. */
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const VisitFigures = () => (
  <IndicatorBoard board="elder-visits" zh="探访关爱指标" lead="都从走访的记录里数出来，没有人填报；有疑点的，乡镇核实以前不算。">
    {null}
  </IndicatorBoard>
);
