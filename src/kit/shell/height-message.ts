/** The type of the message by which an embedded figure tells the page around it how high it is. Apart from the kit: figures at rest send it. */
export const heightMessage = "v3-companion-height";
