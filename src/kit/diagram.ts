/** @file The kit's diagrams, apart from its index: they bring a library for layout, which other figures need not load. */
export { Diagram, type DiagramEdge, type DiagramNode } from "./view/diagram.tsx";
