// The character classes that patterns name, as ranges of code points.
#pragma once

#include "aws/pattern_program.h"

namespace winterbaume::aws {

// Letters beyond ASCII, roughly: everything that is not in a block of punctuation, symbols, controls or private use. Models
// use \p{L} and \p{N} in tags alone, where the difference shows in symbols at most.
inline constexpr CodePointRange k_letters[] = {
    {'A', 'Z'},       {'a', 'z'},       {0xAA, 0xAA},       {0xB5, 0xB5},       {0xBA, 0xBA},
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x167F},     {0x1681, 0x1FFF},   {0x2071, 0x2071},
    {0x207F, 0x207F}, {0x2090, 0x209C}, {0x2C00, 0x2DFF},   {0x3005, 0x3007},   {0x3031, 0x3035},
    {0x303B, 0x303C}, {0x3040, 0xD7FF}, {0xF900, 0xFDFF},   {0xFE70, 0xFEFE},   {0xFF21, 0xFF3A},
    {0xFF41, 0xFF5A}, {0xFF66, 0xFFDC}, {0x10000, 0x1CFFF}, {0x1E000, 0x1EFFF}, {0x20000, 0x3FFFF}};
inline constexpr CodePointRange k_numbers[] = {{'0', '9'},       {0xB2, 0xB3},     {0xB9, 0xB9},     {0xBC, 0xBE},
                                               {0x2070, 0x2070}, {0x2074, 0x2079}, {0x2080, 0x2089}, {0x2150, 0x218B},
                                               {0x2460, 0x249B}, {0xFF10, 0xFF19}};
inline constexpr CodePointRange k_separators[] = {{' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                                                  {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
inline constexpr CodePointRange k_punctuation[] = {
    {'!', '#'},   {'%', '*'},       {',', '/'},       {':', ';'},       {'?', '@'},      {'[', ']'},   {'_', '_'},
    {'{', '{'},   {'}', '}'},       {0xA1, 0xA1},     {0xA7, 0xA7},     {0xAB, 0xAB},    {0xB6, 0xB7}, {0xBB, 0xBB},
    {0xBF, 0xBF}, {0x2010, 0x2027}, {0x2030, 0x205E}, {0x3001, 0x3003}, {0x3008, 0x3011}};

inline constexpr CodePointRange k_digits[] = {{'0', '9'}};
inline constexpr CodePointRange k_word[] = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}};
inline constexpr CodePointRange k_space[] = {{' ', ' '}, {'\t', '\r'}};
inline constexpr CodePointRange k_printable[] = {{' ', '~'}};
inline constexpr CodePointRange k_line_ends[] = {{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};

}  // namespace winterbaume::aws
