import { crc32, deflateSync } from 'node:zlib'
import { readings } from './readings.js'

const WIDTH = 320
const HEIGHT = 160
const MARGIN = 16
const COLDEST = 0
const WARMEST = 24

/** Indexes: 0 paper, 1 grid, then one for each station. */
const COLOURS = [
  [255, 255, 255],
  [224, 224, 224],
  [27, 110, 194],
  [46, 139, 87],
  [200, 70, 50],
] as const

/** The temperatures of a day as a PNG. */
export function drawChart(): Buffer {
  const pixels = new Uint8Array(WIDTH * HEIGHT)
  for (let degrees = COLDEST; degrees <= WARMEST; degrees += 6) {
    drawLine(pixels, [MARGIN, yOf(degrees)], [WIDTH - MARGIN, yOf(degrees)], 1)
  }
  for (const [index, { temperatures }] of readings.stations.entries()) {
    const points = temperatures.map((degrees, hour): Point => [xOf(hour), yOf(degrees)])
    let before = points[0]
    for (const point of points.slice(1)) {
      if (before !== undefined) drawThickLine(pixels, before, point, 2 + index)
      before = point
    }
  }
  return encodePng(pixels)
}

function xOf(hour: number): number {
  return Math.round(MARGIN + (hour * (WIDTH - 2 * MARGIN)) / (readings.hours.length - 1))
}

function yOf(degrees: number): number {
  return Math.round(HEIGHT - MARGIN - ((degrees - COLDEST) * (HEIGHT - 2 * MARGIN)) / (WARMEST - COLDEST))
}

type Point = readonly [x: number, y: number]

function drawThickLine(pixels: Uint8Array, from: Point, to: Point, colour: number): void {
  drawLine(pixels, from, to, colour)
  drawLine(pixels, [from[0], from[1] + 1], [to[0], to[1] + 1], colour)
}

function drawLine(pixels: Uint8Array, [x0, y0]: Point, [x1, y1]: Point, colour: number): void {
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))
  for (let step = 0; step <= steps; step++) {
    const x = Math.round(x0 + ((x1 - x0) * step) / steps)
    const y = Math.round(y0 + ((y1 - y0) * step) / steps)
    pixels[y * WIDTH + x] = colour
  }
}

/** A PNG of one byte per pixel. https://www.w3.org/TR/png-3/ */
function encodePng(pixels: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 3, 0, 0, 0], 8)
  // Each row begins with the number of its filter: 0, none.
  const rows = Buffer.alloc((WIDTH + 1) * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) rows.set(pixels.subarray(y * WIDTH, (y + 1) * WIDTH), y * (WIDTH + 1) + 1)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(COLOURS.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
