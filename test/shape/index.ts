export { answerDifferences, answerShape, linkForm, recordedHeaders } from './answer';
export type { Answer, AnswerShape } from './answer';
export { differences } from './differences';
export type { Difference, DifferenceKind, SecondOpinion } from './differences';
export { isSometimesAbsent, itemsOf, kindsOf, mergeShapes, propertiesOf, shapeOf } from './shape';
export type { Shape, ShapeNode } from './shape';
