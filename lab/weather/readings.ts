export interface Readings {
  readonly unit: string
  readonly hours: readonly number[]
  readonly stations: readonly {
    readonly id: string
    readonly name: string
    readonly temperatures: readonly number[]
  }[]
}

/** What the weather service knows. */
export const readings: Readings = {
  unit: 'celsius',
  hours: [0, 3, 6, 9, 12, 15, 18, 21],
  stations: [
    { id: 'harbour', name: 'Harbour', temperatures: [11, 10, 10, 13, 16, 18, 16, 13] },
    { id: 'hilltop', name: 'Hilltop', temperatures: [7, 6, 5, 9, 13, 15, 12, 9] },
    { id: 'airfield', name: 'Airfield', temperatures: [9, 8, 7, 12, 17, 20, 17, 12] },
  ],
}
